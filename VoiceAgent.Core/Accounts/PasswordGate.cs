namespace VoiceAgent.Core.Accounts;

/// <summary>
/// Lets one password check per e-mail address run at a time, and only half of the processors check passwords at once: hashing is
/// deliberately slow, and live audio shares the processors. The limit of wrong ones is kept in storage, by <see cref="ProofAttempts"/>.
/// One per process. Thread-safe.
/// </summary>
public sealed class PasswordGate : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Turnstile> _turnstiles = [];
    private readonly SemaphoreSlim _hashing = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <summary>Waits for the turn of this address. Dispose the result when the password has been checked.</summary>
    public async Task<IDisposable> EnterAsync(string normalizedEmail, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(normalizedEmail);
        var turnstile = Join(normalizedEmail);
        try
        {
            await turnstile.Semaphore.WaitAsync(cancellationToken);
        }
        catch
        {
            Leave(normalizedEmail, turnstile);
            throw;
        }

        try
        {
            await _hashing.WaitAsync(cancellationToken);
        }
        catch
        {
            turnstile.Semaphore.Release();
            Leave(normalizedEmail, turnstile);
            throw;
        }

        return new Turn(this, normalizedEmail, turnstile);
    }

    public void Dispose() => _hashing.Dispose();

    private Turnstile Join(string email)
    {
        lock (_lock)
        {
            if (!_turnstiles.TryGetValue(email, out var turnstile))
            {
                _turnstiles[email] = turnstile = new Turnstile();
            }

            turnstile.Visitors++;
            return turnstile;
        }
    }

    private void Leave(string email, Turnstile turnstile)
    {
        lock (_lock)
        {
            if (--turnstile.Visitors == 0)
            {
                _turnstiles.Remove(email);
                turnstile.Semaphore.Dispose();
            }
        }
    }

    private sealed class Turnstile
    {
        public SemaphoreSlim Semaphore { get; } = new(1);

        public int Visitors { get; set; }
    }

    private sealed class Turn(PasswordGate gate, string email, Turnstile turnstile) : IDisposable
    {
        private bool _isOver;

        public void Dispose()
        {
            if (_isOver)
            {
                return;
            }

            _isOver = true;
            gate._hashing.Release();
            turnstile.Semaphore.Release();
            gate.Leave(email, turnstile);
        }
    }
}
