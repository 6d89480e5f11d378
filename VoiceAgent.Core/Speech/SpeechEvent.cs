namespace VoiceAgent.Core.Speech;

/// <summary>What a speech-to-text provider reports while it listens. Times are positions in the audio it was given.</summary>
public abstract record SpeechEvent
{
    /// <summary>The provider hears speech begin. Not every provider reports it, and not always before the first text.</summary>
    public sealed record Started(TimeSpan At) : SpeechEvent;

    /// <summary>The text of the current segment as it stands; a later event of the same segment replaces it.</summary>
    public sealed record Interim(string Text) : SpeechEvent;

    /// <summary>The settled text of a segment. An utterance may have several; they are joined in order.</summary>
    /// <param name="Text">The words, never empty.</param>
    /// <param name="EndOfSpeech">Whether the provider heard the speaker stop after these words.</param>
    public sealed record Final(string Text, bool EndOfSpeech) : SpeechEvent
    {
        /// <summary>Up to where in the audio the words are settled; null where the provider does not tell.</summary>
        public TimeSpan? SettledTo { get; init; }

        /// <summary>Whether the provider's model judged that the speaker's turn is over, where others only count the silence.</summary>
        public bool EndOfTurn { get; init; }

        /// <summary>The language of the words, an ISO 639-1 code; null where only one may be spoken or the provider does not tell.</summary>
        public string? Language { get; init; }

        /// <summary>How sure the model is of that, 0 to 1; null where the provider does not say.</summary>
        public double? EndOfTurnConfidence { get; init; }
    }

    /// <summary>
    /// The words of the last <see cref="Final"/> once more, better written: capitals, punctuation, numbers. They are not said again.
    /// </summary>
    public sealed record Rewritten(string Text) : SpeechEvent;

    /// <summary>
    /// The turn is probably over and an answer to it may be prepared; nothing of it may be heard yet. Either a <see cref="Final"/>
    /// follows, as a rule with the same text, or <see cref="Resumed"/>. Reported only where
    /// <see cref="SpeechToTextOptions.EagerEndOfTurn"/> asks for it and the provider has it.
    /// </summary>
    /// <param name="Text">The words of the turn so far.</param>
    /// <param name="Confidence">How sure the model is, 0 to 1.</param>
    public sealed record EagerEnd(string Text, double? Confidence) : SpeechEvent;

    /// <summary>The speaker goes on after <see cref="EagerEnd"/>: what was prepared is void.</summary>
    public sealed record Resumed : SpeechEvent;

    /// <summary>The provider heard the speaker stop, told apart from any text.</summary>
    public sealed record Ended(TimeSpan LastWordAt) : SpeechEvent;
}
