using Microsoft.AspNetCore.Http;

namespace VoiceAgent.Sandbox.Exchanges;

/// <summary>The requests and sockets that the sandbox has seen; of the closed ones the last few hundred. Thread-safe.</summary>
public sealed class SandboxRecord(TimeProvider time)
{
    private const int MaxClosed = 500;

    private readonly Lock _lock = new();
    private readonly LinkedList<SandboxConnection> _closed = [];
    private readonly HashSet<SandboxConnection> _open = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Everything remembered, oldest first.</summary>
    public IReadOnlyList<SandboxConnection> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _closed.Concat(_open).OrderBy(connection => connection.At)];
            }
        }
    }

    /// <summary>Requests and sockets that have not ended.</summary>
    public int Open
    {
        get
        {
            lock (_lock)
            {
                return _open.Count;
            }
        }
    }

    /// <summary>What one provider has seen, oldest first.</summary>
    public IReadOnlyList<SandboxConnection> Of(string provider) => [.. All.Where(connection => connection.Provider == provider)];

    /// <summary>Requests and sockets of one provider that have not ended.</summary>
    public int OpenAt(string provider)
    {
        lock (_lock)
        {
            return _open.Count(connection => connection.Provider == provider);
        }
    }

    /// <summary>Waits until a condition on this record holds; it is looked at whenever a connection opens or ends.</summary>
    public async Task WaitAsync(Func<SandboxRecord, bool> condition, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                changed = _changed.Task;
            }

            if (condition(this))
            {
                return;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    internal SandboxConnection Begin(string provider, HttpRequest request)
    {
        var path = request.Path.Value ?? "";
        var prefix = '/' + provider;
        var connection = new SandboxConnection(
            provider,
            request.Method,
            path.StartsWith(prefix, StringComparison.Ordinal) ? path[prefix.Length..] : path,
            SecretFreeQuery(request),
            time.GetUtcNow());
        lock (_lock)
        {
            _open.Add(connection);
            Signal();
        }

        return connection;
    }

    internal void End(SandboxConnection connection)
    {
        lock (_lock)
        {
            connection.IsOpen = false;
            _open.Remove(connection);
            _closed.AddLast(connection);
            if (_closed.Count > MaxClosed)
            {
                _closed.RemoveFirst();
            }

            Signal();
        }
    }

    private static string SecretFreeQuery(HttpRequest request) => QueryString.Create(
        request.Query.Where(pair => pair.Key is not ("authorization" or "token" or "single_use_token" or "api_key" or "access_token"))).Value ?? "";

    private void Signal()
    {
        var changed = _changed;
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        changed.TrySetResult();
    }
}
