namespace VoiceAgent.Core.Conversations;

/// <summary>Watches a conversation from within its call's own loop.</summary>
public interface IConversationObserver
{
    /// <summary>Told first what the conversation is held by.</summary>
    void Begun(ConversationSettings settings);

    /// <summary>Told every event in the order it was applied, but for looks at the clock at which nothing was due; has to return at once and never throws.</summary>
    /// <param name="happened">What happened.</param>
    /// <param name="at">When, measured from the answer of the call.</param>
    /// <param name="actions">What the conversation decided on it; often nothing.</param>
    void Applied(ConversationEvent happened, TimeSpan at, IReadOnlyList<ConversationAction> actions);
}
