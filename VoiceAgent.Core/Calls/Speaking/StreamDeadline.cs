namespace VoiceAgent.Core.Calls.Speaking;

/// <summary>
/// A bound on the silence of a provider's stream: its token is cancelled when the outer one is, or when an armed time has passed.
/// Not thread-safe but for the timer itself.
/// </summary>
internal sealed class StreamDeadline : IDisposable
{
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _both;
    private readonly CancellationToken _outer;

    public StreamDeadline(TimeProvider time, CancellationToken outer)
    {
        _outer = outer;
        _timer = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _both = CancellationTokenSource.CreateLinkedTokenSource(outer, _timer.Token);
    }

    public CancellationToken Token => _both.Token;

    /// <summary>Whether the time ran out, and nobody asked for an end.</summary>
    public bool HasExpired => _timer.IsCancellationRequested && !_outer.IsCancellationRequested;

    public void Arm(TimeSpan limit) => _timer.CancelAfter(limit);

    public void Disarm() => _timer.CancelAfter(Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        _both.Dispose();
        _timer.Dispose();
    }
}
