using VoiceAgent.Core.Conversations;

namespace VoiceAgent.Core.Replay.Logs;

/// <summary>Something that happened in a call.</summary>
/// <param name="At">When it was taken in, from the answer of the call.</param>
/// <param name="Happened">What.</param>
public readonly record struct LoggedEvent(TimeSpan At, ConversationEvent Happened);
