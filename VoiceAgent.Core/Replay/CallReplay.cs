using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.Replay.Logs;

namespace VoiceAgent.Core.Replay;

/// <summary>
/// Runs a finished call again under other options, without any provider and always with the same result. As long as the same is decided
/// as in the recording, the recording is followed event by event; from the first other decision on, what the agent does is modelled from
/// the recorded latencies, and what the caller does is moved with what they react to.
/// </summary>
public static class CallReplay
{
    /// <summary>The call as it was.</summary>
    public static ReplayRun Recorded(CallLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        return Under(log, log.Settings.Turns);
    }

    /// <summary>The call as it would have been. Throws <see cref="CallLogException"/> when the log is not readable.</summary>
    public static ReplayRun Under(CallLog log, TurnOptions options)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(options);
        var call = new RecordedCall(log.Settings, CallLogEvents.Unpack(log));
        return new Replayer(call, log.Settings with { Turns = options }, log.SystemMessageLength).Run();
    }
}
