namespace VoiceAgent.Core.Conversations;

/// <summary>What a conversation is held by.</summary>
public sealed record ConversationSettings
{
    /// <summary>First message of every request to the language model.</summary>
    public required string SystemMessage { get; init; }

    /// <summary>Said first; blank waits for the caller.</summary>
    public required string Greeting { get; init; }

    /// <summary>BCP 47 tag of the language the caller is expected to speak.</summary>
    public string Language { get; init; } = "en-US";

    public required TurnOptions Turns { get; init; }
}
