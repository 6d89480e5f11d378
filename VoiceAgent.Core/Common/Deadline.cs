namespace VoiceAgent.Core.Common;

/// <summary>
/// A token that is cancelled with the outer one, or when an armed time has passed. Afterwards <see cref="HasPassed"/> tells which.
/// Can be armed again and again as long as it has not passed. For one user at a time.
/// </summary>
public sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _linked;
    private readonly CancellationToken _outer;

    public Deadline(TimeProvider time, CancellationToken outer)
    {
        _outer = outer;
        _timer = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _linked = CancellationTokenSource.CreateLinkedTokenSource(outer, _timer.Token);
        Token = _linked.Token;
    }

    public CancellationToken Token { get; }

    /// <summary>The outer token, which is cancelled a moment before <see cref="Token"/>.</summary>
    public CancellationToken Outer => _outer;

    /// <summary>Whether the time ran out while nobody had cancelled.</summary>
    public bool HasPassed => _timer.IsCancellationRequested && !_outer.IsCancellationRequested;

    /// <summary>Starts the time anew.</summary>
    public void Arm(TimeSpan after) => _timer.CancelAfter(after);

    /// <summary>Stops the time.</summary>
    public void Disarm() => _timer.CancelAfter(Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        _linked.Dispose();
        _timer.Dispose();
    }
}
