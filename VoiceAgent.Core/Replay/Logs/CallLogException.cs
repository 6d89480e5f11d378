namespace VoiceAgent.Core.Replay.Logs;

/// <summary>A log cannot be replayed. The message is for the user.</summary>
public sealed class CallLogException(string message) : Exception(message);
