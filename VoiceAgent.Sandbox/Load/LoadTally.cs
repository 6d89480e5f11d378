namespace VoiceAgent.Sandbox.Load;

/// <summary>What the callers of a run count. Thread-safe.</summary>
internal sealed class LoadTally
{
    private long _frames;
    private long _lateFrames;
    private long _stalledSends;
    private int _unanswered;
    private int _bargeIns;
    private int _missedBargeIns;
    private int _answered;

    public Histogram BargeIn { get; } = new();

    public Histogram Greeting { get; } = new();

    public Histogram Opening { get; } = new();

    /// <summary>Frames of 20 ms that the callers were sent.</summary>
    public long Frames => Interlocked.Read(ref _frames);

    /// <summary>Of these, the ones that came more than 60 ms after they should have been heard.</summary>
    public long LateFrames => Interlocked.Read(ref _lateFrames);

    /// <summary>Times that the server did not take a caller's frame at once.</summary>
    public long StalledSends => Interlocked.Read(ref _stalledSends);

    public int Answered => _answered;

    public int Unanswered => _unanswered;

    public int BargeIns => _bargeIns;

    public int MissedBargeIns => _missedBargeIns;

    public void Heard(int frames, bool isLate)
    {
        Interlocked.Add(ref _frames, frames);
        Interlocked.Add(ref _lateFrames, isLate ? frames : 0);
    }

    public void Stalled() => Interlocked.Increment(ref _stalledSends);

    public void TurnAnswered() => Interlocked.Increment(ref _answered);

    public void TurnUnanswered() => Interlocked.Increment(ref _unanswered);

    public void BargedIn(TimeSpan? untilClear)
    {
        Interlocked.Increment(ref _bargeIns);
        if (untilClear is { } until)
        {
            BargeIn.Add(until);
        }
        else
        {
            Interlocked.Increment(ref _missedBargeIns);
        }
    }
}
