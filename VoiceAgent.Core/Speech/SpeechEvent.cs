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
    }

    /// <summary>The provider heard the speaker stop, told apart from any text.</summary>
    public sealed record Ended(TimeSpan LastWordAt) : SpeechEvent;
}
