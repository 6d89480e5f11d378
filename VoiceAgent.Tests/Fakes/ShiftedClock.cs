namespace VoiceAgent.Tests.Fakes;

/// <summary>The system's clock, moved forward by hand: for a running application, whose timers go on in real time.</summary>
public sealed class ShiftedClock : TimeProvider
{
    private long _shift;

    public void Advance(TimeSpan time) => Interlocked.Add(ref _shift, time.Ticks);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref _shift));
}
