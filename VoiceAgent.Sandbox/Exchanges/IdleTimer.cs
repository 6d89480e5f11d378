namespace VoiceAgent.Sandbox.Exchanges;

/// <summary>Acts once when nothing has been heard for a while. Thread-safe; dispose it to stop it.</summary>
internal sealed class IdleTimer : IAsyncDisposable
{
    private readonly TimeProvider _time;
    private readonly TimeSpan _limit;
    private readonly CancellationTokenSource _stop;
    private readonly Task _run;
    private long _touched;

    /// <param name="time">Clock.</param>
    /// <param name="limit">How long it may be quiet.</param>
    /// <param name="expired">Runs once, outside every lock.</param>
    /// <param name="cancellationToken">Stops it as disposal does.</param>
    public IdleTimer(TimeProvider time, TimeSpan limit, Func<Task> expired, CancellationToken cancellationToken)
    {
        _time = time;
        _limit = limit;
        _touched = time.GetTimestamp();
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _run = RunAsync(expired);
    }

    /// <summary>Something was heard.</summary>
    public void Touch() => Interlocked.Exchange(ref _touched, _time.GetTimestamp());

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run;
        _stop.Dispose();
    }

    private async Task RunAsync(Func<Task> expired)
    {
        try
        {
            while (_limit - _time.GetElapsedTime(Interlocked.Read(ref _touched)) is var left && left > TimeSpan.Zero)
            {
                await Task.Delay(left, _time, _stop.Token);
            }

            await expired();
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or System.Net.WebSockets.WebSocketException or ObjectDisposedException)
        {
        }
    }
}
