using System.Collections.Concurrent;

namespace VoiceAgent.Sandbox.Telnyx;

/// <summary>Work that outlives the request which started it. Disposing cancels it and waits for its end.</summary>
internal sealed class BackgroundWork : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<int, Task> _running = new();
    private int _lastId;
    private int _disposed;

    /// <summary>Starts the work; it gets a token that is cancelled on dispose. After dispose nothing is started.</summary>
    public void Start(Func<CancellationToken, Task> work)
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        var id = Interlocked.Increment(ref _lastId);
        var finished = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _running[id] = finished.Task;
        ThreadPool.UnsafeQueueUserWorkItem(_ => _ = RunAsync(id, work, finished), state: null);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }

        await _stop.CancelAsync();
        await Task.WhenAll(_running.Values);
        _stop.Dispose();
    }

    private async Task RunAsync(int id, Func<CancellationToken, Task> work, TaskCompletionSource finished)
    {
        try
        {
            await work(_stop.Token);
            finished.TrySetResult();
            _running.TryRemove(id, out _);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            finished.TrySetResult();
        }
        catch (Exception failure)
        {
            // Kept and thrown by the dispose: a simulator that fails must not pass unseen.
            finished.TrySetException(failure);
        }
    }
}
