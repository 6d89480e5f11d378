namespace VoiceAgent.Core.Adapters.Listening;

/// <summary>
/// Where a session's audio lies in the stream's: it may begin later, and silence that the caller's line did not send may have been put in.
/// Thread-safe.
/// </summary>
internal sealed class AudioPosition
{
    private static readonly TimeSpan LongestStream = TimeSpan.FromDays(1);

    private long _shift;

    /// <summary>The session begins here.</summary>
    public void BeginAt(TimeSpan start) => Interlocked.Exchange(ref _shift, start.Ticks);

    /// <summary>Silence was sent that is not of the stream.</summary>
    public void Insert(TimeSpan silence) => Interlocked.Add(ref _shift, -silence.Ticks);

    /// <summary>The stream's position of a provider's time, whatever it sent as one.</summary>
    public TimeSpan Of(double seconds)
    {
        var inSession = seconds > 0 ? TimeSpan.FromSeconds(Math.Min(seconds, LongestStream.TotalSeconds)) : TimeSpan.Zero;
        var inStream = inSession + new TimeSpan(Interlocked.Read(ref _shift));
        return inStream > TimeSpan.Zero ? inStream : TimeSpan.Zero;
    }
}
