namespace VoiceAgent.Core.Adapters.Listening;

/// <summary>The open sessions of one stream, and the gate of those who send on them. Thread-safe.</summary>
internal sealed class ListeningSessions : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<ListeningSession> _open = [];

    public SemaphoreSlim Gate { get; } = new(1, 1);

    public void Add(ListeningSession session)
    {
        lock (_lock)
        {
            _open.Add(session);
        }
    }

    /// <summary>Says goodbye to one that has ended.</summary>
    public ValueTask CloseAsync(ListeningSession session)
    {
        lock (_lock)
        {
            _open.Remove(session);
        }

        return session.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var session in _open)
        {
            await session.DisposeAsync();
        }

        Gate.Dispose();
    }
}
