using VoiceAgent.Core.Conversations;

namespace VoiceAgent.Core.Calls;

/// <summary>A call in progress as the live page shows it: a snapshot, replaced as a whole by the next one.</summary>
public sealed record LiveCall
{
    /// <summary>The call so far, transcript included. The last agent entry grows while it is heard.</summary>
    public required Call Call { get; init; }

    public required ConversationPhase Phase { get; init; }

    /// <summary>What the caller is saying right now, not settled yet; empty when silent.</summary>
    public string InterimText { get; init; } = string.Empty;

    public TimeSpan? LastVoiceToVoice { get; init; }
}
