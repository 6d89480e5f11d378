using VoiceAgent.Core.Calls;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Speech;
using VoiceAgent.Core.Tools.Running;

namespace VoiceAgent.Core.Conversations;

/// <summary>
/// What happens in a call, as the conversation is told it. Times are measured from the answer of the call. An event of an agent
/// turn carries the turn's id and is ignored once that turn is over.
/// </summary>
public abstract record ConversationEvent
{
    /// <summary>The media stream is open.</summary>
    public sealed record Started : ConversationEvent;

    /// <summary>A sound on the caller's side stands out of the line's noise; told where <see cref="TurnOptions.GivesWayToSounds"/> asks for it.</summary>
    public sealed record SoundStarted : ConversationEvent;

    /// <summary>Our own voice activity: the caller began to speak.</summary>
    /// <param name="At">When the sound began.</param>
    public sealed record VoiceStarted(TimeSpan At) : ConversationEvent;

    /// <summary>The caller has made <see cref="TurnOptions.MinInterruptionDuration"/> of voice since <see cref="VoiceStarted"/> or <see cref="VoiceWentOn"/>.</summary>
    public sealed record VoiceSustained : ConversationEvent;

    /// <summary>Our own voice activity: the caller pauses, perhaps only between words.</summary>
    /// <param name="At">When the pause began.</param>
    public sealed record VoicePaused(TimeSpan At) : ConversationEvent;

    /// <summary>Our own voice activity: the voice goes on after <see cref="VoicePaused"/>.</summary>
    public sealed record VoiceWentOn : ConversationEvent;

    /// <summary>Our own voice activity: the caller stopped.</summary>
    /// <param name="At">When the sound ended.</param>
    public sealed record VoiceStopped(TimeSpan At) : ConversationEvent;

    /// <summary>The speech-to-text provider reports.</summary>
    public sealed record SpeechHeard(SpeechEvent Speech) : ConversationEvent;

    /// <summary>The caller pressed a key.</summary>
    /// <param name="Digit">0-9, *, #, A-D.</param>
    /// <param name="Sequence">The carrier's number, greater for later keys; 0 is none.</param>
    public sealed record KeyPressed(char Digit, long Sequence = 0) : ConversationEvent;

    /// <summary>A steady tone has just ended, as of an answering machine.</summary>
    public sealed record ToneHeard : ConversationEvent;

    /// <summary><see cref="Conversation.Deadline"/> has come, or it is time to look again.</summary>
    public sealed record TimePassed : ConversationEvent;

    /// <summary>The language model wrote its first token.</summary>
    public sealed record ModelAnswered(int TurnId) : ConversationEvent;

    /// <summary>The voice was given its first text.</summary>
    public sealed record VoiceAsked(int TurnId) : ConversationEvent;

    /// <summary>The voice gave its first audio.</summary>
    public sealed record VoiceAnswered(int TurnId) : ConversationEvent;

    /// <summary>The first audio of the turn was sent to the carrier.</summary>
    public sealed record AudioSent(int TurnId) : ConversationEvent;

    /// <summary>The caller has heard this much of the turn.</summary>
    public sealed record WordsHeard(int TurnId, string Text) : ConversationEvent;

    /// <summary>The model asked for tools, which have begun to run.</summary>
    /// <param name="TurnId">The turn that asked.</param>
    /// <param name="Calls">In the model's order; ids differ within the turn.</param>
    /// <param name="AfterWords">Words of the turn that were written before.</param>
    public sealed record ToolsAsked(int TurnId, IReadOnlyList<ToolCall> Calls, int AfterWords) : ConversationEvent;

    /// <summary>A tool is done; perhaps after its turn.</summary>
    public sealed record ToolFinished(int TurnId, string Id) : ConversationEvent
    {
        /// <summary>What the model is given.</summary>
        public required string Result { get; init; }

        public required ToolOutcome Outcome { get; init; }

        public required TimeSpan Duration { get; init; }
    }

    /// <summary>The agent says a line to bridge a wait, which is no answer.</summary>
    /// <param name="TurnId">The turn.</param>
    /// <param name="FromWord">Words of the turn before it.</param>
    /// <param name="Words">How many words it has.</param>
    public sealed record FillerSaid(int TurnId, int FromWord, int Words) : ConversationEvent;

    /// <summary>The call is to end once this turn has been heard, unless the caller speaks up before.</summary>
    public sealed record EndAfterTurn(int TurnId, CallEndReason Reason) : ConversationEvent;

    /// <summary>Playout of the turn was cleared: what was heard is final, and what was not.</summary>
    public sealed record TurnCut(int TurnId, string Heard, string? Unheard) : ConversationEvent
    {
        /// <summary>Whether the first of the words not heard had begun to sound.</summary>
        public bool CutsWord { get; init; }
    }

    /// <summary>What was asked ahead is being answered.</summary>
    public sealed record SpeculationAnswered(int Id) : ConversationEvent;

    /// <summary>What was asked ahead failed.</summary>
    public sealed record SpeculationFailed(int Id) : ConversationEvent;

    /// <summary>What was asked ahead was stopped.</summary>
    /// <param name="Id">Which.</param>
    /// <param name="Written">Characters the model had written.</param>
    public sealed record SpeculationDropped(int Id, int Written) : ConversationEvent;

    /// <summary>The turn is over by itself.</summary>
    public sealed record TurnEnded(int TurnId, AgentTurnOutcome Outcome) : ConversationEvent;

    /// <summary>Nobody transcribes any more.</summary>
    public sealed record ListeningFailed(ProviderFailure Failure) : ConversationEvent;

    /// <summary>The far end hung up.</summary>
    public sealed record FarEndHungUp : ConversationEvent;

    /// <summary>The media connection is gone without a word, or takes no audio any more.</summary>
    public sealed record MediaBroke : ConversationEvent;

    /// <summary>Someone asks for the end: the owner, a stop of the server, our own fault.</summary>
    public sealed record EndAsked(CallEndReason Reason) : ConversationEvent;
}
