namespace VoiceAgent.Tests.Adapters;

/// <summary>A clock that runs a hundred times as fast, for limits of seconds over real sockets.</summary>
internal sealed class HurriedTime : TimeProvider
{
    private const int Factor = 100;

    private readonly long _start = System.GetTimestamp();

    public override long GetTimestamp() => _start + ((System.GetTimestamp() - _start) * Factor);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, Hurry(dueTime), Hurry(period));

    private static TimeSpan Hurry(TimeSpan span) => span > TimeSpan.Zero ? span / Factor : span;
}
