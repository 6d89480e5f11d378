using VoiceAgent.Core.Conversations.Languages;
using VoiceAgent.Core.Conversations.Opening;

namespace VoiceAgent.Core.Conversations;

/// <summary>What a conversation is held by.</summary>
public sealed record ConversationSettings
{
    /// <summary>First message of every request to the language model.</summary>
    public required string SystemMessage { get; init; }

    /// <summary>Said first; blank waits for the caller.</summary>
    public required string Greeting { get; init; }

    /// <summary>BCP 47 tag of the language that the call begins in.</summary>
    public string Language { get; init; } = "en-US";

    /// <summary>Languages that it may change to.</summary>
    public IReadOnlyList<ConversationLanguage> FurtherLanguages { get; init; } = [];

    /// <summary>Of a call that was made: what to do when the person called does not answer it. Null for calls that come in, which are greeted at once.</summary>
    public PickUpOptions? PickUp { get; init; }

    public required TurnOptions Turns { get; init; }

    /// <summary>Equal when all of it is, the languages one by one.</summary>
    public bool Equals(ConversationSettings? other) =>
        other is not null && (SystemMessage, Greeting, Language, Turns) == (other.SystemMessage, other.Greeting, other.Language, other.Turns)
            && FurtherLanguages.SequenceEqual(other.FurtherLanguages);

    public override int GetHashCode() => HashCode.Combine(SystemMessage, Greeting, Language, Turns, FurtherLanguages.Count);
}
