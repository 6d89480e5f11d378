using Microsoft.Extensions.Logging;

namespace VoiceAgent.Core.Calls;

/// <summary>Log messages of a call: ids, kinds and counts only, never words or numbers.</summary>
internal static partial class CallSessionLog
{
    [LoggerMessage(3000, LogLevel.Information, "Call {CallId} of agent {AgentId} is connected")]
    public static partial void Connected(ILogger logger, CallId callId, string agentId);

    [LoggerMessage(3001, LogLevel.Information, "Call {CallId} ended: {EndReason}, {Turns} turns, {Interruptions} interruptions")]
    public static partial void Ended(ILogger logger, CallId callId, CallEndReason endReason, int turns, int interruptions);

    [LoggerMessage(3002, LogLevel.Warning, "Call {CallId}: {Provider} failed as {Category}: {Kind}")]
    public static partial void ProviderFailed(ILogger logger, CallId callId, string provider, string category, string kind);

    [LoggerMessage(3003, LogLevel.Error, "Call {CallId}: an utterance of the agent failed by our own fault")]
    public static partial void TurnFaulted(ILogger logger, Exception exception, CallId callId);

    [LoggerMessage(3004, LogLevel.Error, "Call {CallId} failed by our own fault")]
    public static partial void Faulted(ILogger logger, Exception exception, CallId callId);

    [LoggerMessage(3005, LogLevel.Warning, "Call {CallId}: the media stream takes no audio any more ({ErrorType})")]
    public static partial void MediaBroke(ILogger logger, CallId callId, string errorType);

    [LoggerMessage(3006, LogLevel.Warning, "Call {CallId}: the carrier did not take the hang-up ({ErrorType})")]
    public static partial void HangUpFailed(ILogger logger, CallId callId, string errorType);

    [LoggerMessage(3008, LogLevel.Warning, "Call {CallId}: a tool broke ({ErrorType})")]
    public static partial void ToolFaulted(ILogger logger, CallId callId, string errorType);

    [LoggerMessage(3007, LogLevel.Error, "Call {CallId}: still running {Seconds} s after its end: {Tasks}")]
    public static partial void LeftRunning(ILogger logger, CallId callId, double seconds, string tasks);
}
