namespace VoiceAgent.Sandbox.Load.Callers;

/// <summary>
/// What a caller hears: the app's audio played in order and in real time, its marks given back when they are reached, and a count of the
/// frames that came too late. Thread-safe.
/// </summary>
internal sealed class LineOut(LoadTally tally, TimeProvider time)
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(60);

    private readonly Lock _gate = new();
    private readonly Queue<(string Name, long At)> _marks = new();
    private long _playedUntil;
    private long _origin;
    private TimeSpan _sinceOrigin;
    private bool _isFresh = true;

    public bool HasHeard { get; private set; }

    public bool IsPlaying(long now)
    {
        lock (_gate)
        {
            return now < _playedUntil;
        }
    }

    /// <summary>Whether something was heard, and nothing for so long since.</summary>
    public bool IsSilentFor(TimeSpan silence, long now)
    {
        lock (_gate)
        {
            return HasHeard && now > _playedUntil && time.GetElapsedTime(_playedUntil, now) >= silence;
        }
    }

    /// <summary>Audio has come. The first of an utterance sets the time at which every later frame of it is due.</summary>
    public void Audio(int bytes, bool isFirst, long now)
    {
        var duration = TimeSpan.FromTicks(bytes * (TimeSpan.TicksPerSecond / 8000));
        lock (_gate)
        {
            if (isFirst || _isFresh)
            {
                (_origin, _sinceOrigin, _isFresh) = (now, TimeSpan.Zero, false);
            }

            tally.Heard(Math.Max(1, bytes / FrameTag.FrameBytes), time.GetElapsedTime(_origin, now) > _sinceOrigin + Tolerance);
            _sinceOrigin += duration;
            HasHeard = true;
            _playedUntil = Math.Max(now, _playedUntil) + (long)(duration.TotalSeconds * time.TimestampFrequency);
        }
    }

    public void Mark(string name)
    {
        lock (_gate)
        {
            _marks.Enqueue((name, _playedUntil));
        }
    }

    /// <summary>Drops what has not been played; all marks are due.</summary>
    public void Clear(long now)
    {
        lock (_gate)
        {
            _playedUntil = Math.Min(_playedUntil, now);
            _isFresh = true;
            for (var left = _marks.Count; left > 0; left--)
            {
                _marks.Enqueue((_marks.Dequeue().Name, 0));
            }
        }
    }

    /// <summary>The next mark that has been reached, or null.</summary>
    public string? TakeDueMark(long now)
    {
        lock (_gate)
        {
            return _marks.TryPeek(out var mark) && mark.At <= now ? _marks.Dequeue().Name : null;
        }
    }
}
