using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.Replay.Logs;

namespace VoiceAgent.Tests.Builders;

/// <summary>Keeps every event of a conversation and what was decided on it, and its log.</summary>
public sealed class ObservedConversation : IConversationObserver
{
    public List<(ConversationEvent Happened, TimeSpan At, IReadOnlyList<ConversationAction> Actions)> Applied { get; } = [];

    public CallLogRecorder Recorder { get; } = new(maxEvents: 100_000);

    void IConversationObserver.Begun(ConversationSettings settings) => ((IConversationObserver)Recorder).Begun(settings);

    void IConversationObserver.Applied(ConversationEvent happened, TimeSpan at, IReadOnlyList<ConversationAction> actions)
    {
        Applied.Add((happened, at, [.. actions]));
        ((IConversationObserver)Recorder).Applied(happened, at, actions);
    }
}
