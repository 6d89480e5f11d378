using System.Globalization;

namespace VoiceAgent.Core.Calls.Speaking;

/// <summary>
/// How much of a turn's audio the carrier has been sent, holds and has played. The carrier plays in real time, so the moment it runs
/// empty follows from what it was sent; marks tell how far it is behind that. Not thread-safe.
/// </summary>
/// <remarks>
/// A carrier gives a mark back when the audio before it has been played, and gives all marks back at once on a clear. The name of a
/// mark therefore begins with the number of clears before it, and a mark of an earlier count says nothing.
/// </remarks>
internal sealed class CarrierClock(TimeProvider time)
{
    private static readonly TimeSpan MarkEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MostLag = TimeSpan.FromSeconds(1);

    private readonly Queue<Mark> _marks = new();
    private TimeSpan _marked;
    private TimeSpan _lag;
    private long _emptyAt;
    private long _clears;
    private long _lastMark;

    /// <summary>Audio of the turn sent so far.</summary>
    public TimeSpan Sent { get; private set; }

    /// <summary>Audio of the turn played so far.</summary>
    public TimeSpan Played => Sent - NotPlayed(_lag);

    /// <summary>Audio the carrier holds by our clock, which is the one to send by.</summary>
    public TimeSpan Ahead => NotPlayed(TimeSpan.Zero);

    /// <summary>How long the carrier has been empty by our clock; negative while it is not.</summary>
    public TimeSpan SinceEmpty => time.GetElapsedTime(_emptyAt);

    /// <summary>Whether the carrier may hold something a clear would drop.</summary>
    public bool HoldsAnything => NotPlayed(_lag) > TimeSpan.Zero || _marks.Count > 0;

    /// <summary>Whether enough was sent since the last mark for another.</summary>
    public bool IsMarkDue => Sent - _marked >= MarkEvery;

    /// <summary>Another turn begins.</summary>
    public void Begin() => Rewind(TimeSpan.Zero);

    /// <summary>Audio before this position counts as sent, audio behind it as not sent.</summary>
    public void Rewind(TimeSpan position)
    {
        Sent = position;
        _marked = position;
    }

    public void Send(TimeSpan duration)
    {
        var start = Math.Max(time.GetTimestamp(), _emptyAt);
        _emptyAt = start + (long)(duration.TotalSeconds * time.TimestampFrequency);
        Sent += duration;
    }

    /// <summary>Names a mark after everything sent so far.</summary>
    public string NextMark(bool isEnd)
    {
        _marked = Sent;
        _marks.Enqueue(new Mark(++_lastMark, Sent, isEnd));
        return string.Create(CultureInfo.InvariantCulture, $"{_clears}-{_lastMark}");
    }

    /// <summary>The carrier was cleared.</summary>
    public void Clear()
    {
        _clears++;
        _marks.Clear();

        // Its lag is over too: it is silent now.
        _emptyAt = time.GetTimestamp() - (long)(_lag.TotalSeconds * time.TimestampFrequency);
    }

    /// <summary>The carrier gave a mark back; true when it is the end of the turn, which was played.</summary>
    public bool Returned(string name)
    {
        var dash = name.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0
            || !long.TryParse(name.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var clears)
            || !long.TryParse(name.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || clears != _clears)
        {
            return false;
        }

        while (_marks.TryPeek(out var mark) && mark.Number <= number)
        {
            _marks.Dequeue();
            if (mark.Number == number)
            {
                return mark.IsEnd || Measure(mark);
            }
        }

        return false;
    }

    // An empty carrier tells nothing of its lag.
    private bool Measure(Mark mark)
    {
        if (Ahead > TimeSpan.Zero)
        {
            _lag = TimeSpan.FromTicks(Math.Clamp((Sent - Ahead - mark.Position).Ticks, 0, MostLag.Ticks));
        }

        return false;
    }

    private TimeSpan NotPlayed(TimeSpan lag)
    {
        var left = lag - SinceEmpty;
        return left <= TimeSpan.Zero ? TimeSpan.Zero : left < Sent ? left : Sent;
    }

    private readonly record struct Mark(long Number, TimeSpan Position, bool IsEnd);
}
