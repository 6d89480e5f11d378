using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Failover;

/// <summary>
/// Remembers, for each account and provider, that the provider is down, so that not every turn of every call finds out anew. A refusal
/// of the provider (down, no credit, key refused, too many requests) opens the circuit at once, other trouble at the second time in a
/// row. An open circuit lets one try through when its time is over (half-open); that closes it or opens it for twice as long.
/// Thread-safe.
/// </summary>
public sealed class ProviderCircuits(TimeProvider time)
{
    private static readonly TimeSpan FirstRest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(5);

    // A key that was refused is not tried again soon: only its owner can mend it.
    private static readonly TimeSpan RefusedRest = TimeSpan.FromMinutes(5);

    // A try that tells nothing for so long is over.
    private static readonly TimeSpan TryLimit = TimeSpan.FromSeconds(10);

    // Two failures further apart than this are not in a row.
    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(2);

    private readonly Lock _gate = new();
    private readonly Dictionary<(AccountId Account, ProviderName Provider), Circuit> _circuits = [];

    /// <summary>Whether the provider may be used now. In a half-open circuit this is the one try.</summary>
    internal bool TryEnter(AccountId account, ProviderName provider)
    {
        lock (_gate)
        {
            if (!_circuits.TryGetValue((account, provider), out var circuit) || !circuit.IsOpen)
            {
                return true;
            }

            var now = time.GetUtcNow();
            if (now < circuit.RestsUntil || now < circuit.TriedUntil)
            {
                return false;
            }

            circuit.TriedUntil = now + TryLimit;
            return true;
        }
    }

    /// <summary>The provider did its work.</summary>
    internal void Succeeded(AccountId account, ProviderName provider)
    {
        lock (_gate)
        {
            _circuits.Remove((account, provider));
        }
    }

    internal void Failed(AccountId account, ProviderException failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        if (failure.Kind is ProviderErrorKind.Rejected)
        {
            // The request was at fault: another agent's may be fine.
            return;
        }

        lock (_gate)
        {
            var now = time.GetUtcNow();
            var circuit = _circuits.GetValueOrDefault((account, failure.Provider)) ?? (_circuits[(account, failure.Provider)] = new Circuit());
            circuit.Failures = now - circuit.FailedAt > Forgotten && !circuit.IsOpen ? 1 : circuit.Failures + 1;
            circuit.FailedAt = now;
            circuit.IsOpen |= circuit.Failures > 1 || failure.Kind is not (ProviderErrorKind.Timeout or ProviderErrorKind.Protocol);
            circuit.Rest = !failure.IsTransient ? RefusedRest : Longer(circuit.Rest, failure.RetryAfter);
            circuit.RestsUntil = now + circuit.Rest;
            circuit.TriedUntil = default;
        }
    }

    /// <summary>Whether the circuit is open, half-open included.</summary>
    internal bool IsOpen(AccountId account, ProviderName provider)
    {
        lock (_gate)
        {
            return _circuits.TryGetValue((account, provider), out var circuit) && circuit.IsOpen;
        }
    }

    /// <summary>The open circuits whose rest is over, each told once a try: whoever takes them asks the provider and tells the outcome.</summary>
    internal IReadOnlyList<(AccountId Account, ProviderName Provider)> TakeDue()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            foreach (var old in _circuits.Where(entry => !entry.Value.IsOpen && now - entry.Value.FailedAt > Forgotten).Select(entry => entry.Key).ToArray())
            {
                _circuits.Remove(old);
            }

            var due = _circuits.Where(entry => entry.Value.IsOpen && now >= entry.Value.RestsUntil && now >= entry.Value.TriedUntil).ToArray();
            foreach (var (_, circuit) in due)
            {
                circuit.TriedUntil = now + TryLimit;
            }

            return [.. due.Select(entry => entry.Key)];
        }
    }

    /// <summary>The provider answered a free request again, or did not.</summary>
    internal void Probed(AccountId account, ProviderName provider, bool answers)
    {
        lock (_gate)
        {
            if (_circuits.TryGetValue((account, provider), out var circuit) && circuit.IsOpen)
            {
                // What answers questions may still fail in a call: the next call tries it first, and one failure opens it again.
                circuit.TriedUntil = default;
                circuit.IsOpen = !answers;
                circuit.Rest = answers ? circuit.Rest : Longer(circuit.Rest, null);
                circuit.RestsUntil = time.GetUtcNow() + circuit.Rest;
            }
        }
    }

    private static TimeSpan Longer(TimeSpan rest, TimeSpan? asked)
    {
        var next = rest == TimeSpan.Zero ? FirstRest : 2 * rest;
        next = asked > next ? asked.Value : next;
        return next < LongestRest ? next : LongestRest;
    }

    private sealed class Circuit
    {
        public int Failures { get; set; }

        public bool IsOpen { get; set; }

        public DateTimeOffset FailedAt { get; set; }

        public TimeSpan Rest { get; set; }

        public DateTimeOffset RestsUntil { get; set; }

        /// <summary>A try is on its way until then.</summary>
        public DateTimeOffset TriedUntil { get; set; }
    }
}
