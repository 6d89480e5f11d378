namespace VoiceAgent.Core.Conversations;

/// <summary>How an utterance of the agent ended.</summary>
public abstract record AgentTurnOutcome
{
    /// <summary>Written, spoken and played to its end.</summary>
    /// <param name="Text">All of its words; empty when there was nothing to say.</param>
    public sealed record Completed(string Text) : AgentTurnOutcome;

    /// <summary>Stopped because it was asked to.</summary>
    public sealed record Cancelled : AgentTurnOutcome;

    /// <summary>Stopped because a provider failed.</summary>
    public sealed record Failed(ProviderFailure Failure) : AgentTurnOutcome;

    /// <summary>Stopped by a fault of our own.</summary>
    public sealed record Faulted : AgentTurnOutcome;
}
