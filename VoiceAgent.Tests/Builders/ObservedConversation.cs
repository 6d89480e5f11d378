using VoiceAgent.Core.Conversations;

namespace VoiceAgent.Tests.Builders;

/// <summary>Keeps every event of a conversation and what was decided on it.</summary>
public sealed class ObservedConversation : IConversationObserver
{
    public List<(ConversationEvent Happened, TimeSpan At, IReadOnlyList<ConversationAction> Actions)> Applied { get; } = [];

    void IConversationObserver.Applied(ConversationEvent happened, TimeSpan at, IReadOnlyList<ConversationAction> actions) =>
        Applied.Add((happened, at, [.. actions]));
}
