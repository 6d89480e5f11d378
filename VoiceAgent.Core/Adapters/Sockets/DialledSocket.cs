using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Adapters.Sockets;

/// <summary>
/// A socket that is opened before it is needed, for one use; one at a time. Unused it closes after 15 seconds, when another address is
/// dialled, and when the lease of its key ends. A socket that has died meanwhile is not given out. Thread-safe.
/// </summary>
/// <param name="provider">Whose it is.</param>
/// <param name="transport">The account's connections to it.</param>
/// <param name="time">Clock.</param>
/// <param name="ended">Cancelled when the key's lease ends.</param>
internal sealed class DialledSocket(ProviderName provider, ProviderTransport transport, TimeProvider time, CancellationToken ended)
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(15);

    private readonly Lock _gate = new();
    private Dialled? _dialled;

    /// <summary>Opens the socket unless it is open, or being opened, already. Ends when it stands; never throws.</summary>
    public Task DialAsync(SocketRequest request)
    {
        Dialled? old;
        Dialled dialled;
        lock (_gate)
        {
            if (_dialled is { IsUsable: true } current && current.Address == request.Address)
            {
                return current.Opening;
            }

            old = _dialled;
            _dialled = dialled = new Dialled(request, provider, transport, time, ended);
        }

        old?.Dispose();
        return dialled.Opening;
    }

    /// <summary>The open socket, which is the caller's from now on; null when none was dialled for the address, or it has died.</summary>
    public async Task<ProviderSocket?> TakeAsync(Uri address, CancellationToken cancellationToken)
    {
        Dialled? dialled;
        lock (_gate)
        {
            dialled = _dialled;
            _dialled = null;
        }

        if (dialled is null)
        {
            return null;
        }

        if (dialled.Address == address && await dialled.TakeAsync(cancellationToken) is { } socket)
        {
            if (socket.IsAlive)
            {
                return socket;
            }

            await socket.DisposeAsync();
            return null;
        }

        dialled.Dispose();
        return null;
    }

    private sealed class Dialled : IDisposable
    {
        private readonly CancellationTokenSource _stop;
        private readonly CancellationTokenRegistration _ended;
        private readonly ITimer _timer;
        private int _isGone;
        private ProviderSocket? _opened;

        public Dialled(SocketRequest request, ProviderName provider, ProviderTransport transport, TimeProvider time, CancellationToken ended)
        {
            Address = request.Address;
            _stop = new CancellationTokenSource();
            Opening = OpenAsync(request, new ProviderSocket(provider, time), transport, _stop.Token);
            _timer = time.CreateTimer(static self => ((Dialled)self!).Dispose(), this, Kept, Timeout.InfiniteTimeSpan);
            _ended = ended.UnsafeRegister(static self => ((Dialled)self!).Dispose(), this);
        }

        public Uri Address { get; }

        /// <summary>Null when it could not be opened.</summary>
        public Task<ProviderSocket?> Opening { get; }

        public bool IsUsable => Volatile.Read(ref _isGone) == 0
            && (!Opening.IsCompleted || Volatile.Read(ref _opened) is { IsAlive: true });

        public async Task<ProviderSocket?> TakeAsync(CancellationToken cancellationToken)
        {
            try
            {
                // What dials is itself bounded by time.
                await Opening.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                Dispose();
                throw;
            }

            return Leave() ? await Opening : null;
        }

        public void Dispose()
        {
            if (Leave())
            {
                _ = CloseAsync();
            }
        }

        /// <summary>Whether it is the caller's now, to use or to close.</summary>
        private bool Leave()
        {
            if (Interlocked.Exchange(ref _isGone, 1) == 1)
            {
                return false;
            }

            _timer?.Dispose();
            _ended.Dispose();
            return true;
        }

        private async Task<ProviderSocket?> OpenAsync(
            SocketRequest request, ProviderSocket socket, ProviderTransport transport, CancellationToken cancellationToken)
        {
            try
            {
                await socket.ConnectAsync(request with { IsEarly = true }, transport, cancellationToken);
                socket.Watch();
                Volatile.Write(ref _opened, socket);
                return socket;
            }
            catch (Exception exception) when (exception is ProviderException or OperationCanceledException or ObjectDisposedException)
            {
                // Who needs it dials for itself and finds out what is wrong.
                await socket.DisposeAsync();
                return null;
            }
        }

        private async Task CloseAsync()
        {
            await _stop.CancelAsync();
            if (await Opening is { } socket)
            {
                await socket.DisposeAsync();
            }

            _stop.Dispose();
        }
    }
}
