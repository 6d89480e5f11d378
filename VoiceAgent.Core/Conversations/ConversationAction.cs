using VoiceAgent.Core.Calls;
using VoiceAgent.Core.LanguageModels;

namespace VoiceAgent.Core.Conversations;

/// <summary>What the session does next. Actions of one event are carried out in order before the next event is applied.</summary>
public abstract record ConversationAction
{
    /// <summary>Answer the caller.</summary>
    /// <param name="TurnId">The new turn.</param>
    /// <param name="History">System message first, then what was said and heard, oldest first.</param>
    public sealed record StartTurn(int TurnId, IReadOnlyList<ChatMessage> History) : ConversationAction
    {
        /// <summary>The <see cref="Speculate"/> whose answer is this one; null asks the model now.</summary>
        public int? Prepared { get; init; }
    }

    /// <summary>
    /// Ask the model, for the turn is probably over. Nothing of the answer may be heard and no tool may run before a <see cref="StartTurn"/> takes it.
    /// </summary>
    /// <param name="Id">Counts what was asked ahead; one at a time.</param>
    /// <param name="History">As of <see cref="StartTurn"/>.</param>
    public sealed record Speculate(int Id, IReadOnlyList<ChatMessage> History) : ConversationAction;

    /// <summary>The turn goes on or ends otherwise: stop what was asked ahead, and apply <see cref="ConversationEvent.SpeculationDropped"/>.</summary>
    public sealed record DropSpeculation(int Id) : ConversationAction;

    /// <summary>The caller has changed the language: answer in it from now on.</summary>
    /// <param name="Language">BCP 47 tag of one of the conversation's languages.</param>
    public sealed record SwitchLanguage(string Language) : ConversationAction;

    /// <summary>Say a fixed line.</summary>
    public sealed record SpeakLine(int TurnId, string Text, LineKind Kind) : ConversationAction;

    /// <summary>Silence the carrier at once but keep the turn: it may go on where it stopped.</summary>
    public sealed record PausePlayout(int TurnId) : ConversationAction;

    /// <summary>Go on where <see cref="PausePlayout"/> stopped.</summary>
    public sealed record ResumePlayout(int TurnId) : ConversationAction;

    /// <summary>
    /// Silence the carrier at once, drop the turn's audio, stop making more, and apply <see cref="ConversationEvent.TurnCut"/> with
    /// the words heard.
    /// </summary>
    public sealed record CutTurn(int TurnId) : ConversationAction;

    /// <summary>The call is over.</summary>
    public sealed record EndCall(CallEndReason Reason) : ConversationAction;
}

/// <summary>Which fixed line.</summary>
public enum LineKind
{
    Greeting,
    SilencePrompt,
    Goodbye,
    Apology,

    /// <summary>Left on a voicemail.</summary>
    VoicemailMessage,

    /// <summary>Told to an assistant that screens calls.</summary>
    ScreeningAnswer,
}
