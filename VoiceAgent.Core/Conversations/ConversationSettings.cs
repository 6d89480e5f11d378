using VoiceAgent.Core.Conversations.Opening;

namespace VoiceAgent.Core.Conversations;

/// <summary>What a conversation is held by.</summary>
public sealed record ConversationSettings
{
    /// <summary>First message of every request to the language model.</summary>
    public required string SystemMessage { get; init; }

    /// <summary>Said first; blank waits for the caller.</summary>
    public required string Greeting { get; init; }

    /// <summary>Of a call that was made: what to do when the person called does not answer it. Null for calls that come in, which are greeted at once.</summary>
    public PickUpOptions? PickUp { get; init; }

    public required TurnOptions Turns { get; init; }
}
