using VoiceAgent.Core.Adapters.Listening;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Adapters.Deepgram;

/// <summary>
/// Folds Deepgram's messages into speech events. The end of an utterance is told by <c>speech_final</c> (silence) or by
/// <c>UtteranceEnd</c> (a gap between words); when both tell of the same one, the second is dropped.
/// </summary>
internal sealed class DeepgramTranscript(AudioPosition position)
{
    private bool _speechOpen;
    private volatile bool _hasText;
    private TimeSpan _lastWordEnd;

    /// <summary>Whether words have been heard whose end has not been told.</summary>
    public bool HasOpenWords => _hasText;

    /// <summary>The event the message stands for, or null when it says nothing new.</summary>
    public SpeechEvent? Apply(DeepgramMessage? message) => message switch
    {
        ResultsMessage results => Apply(results),
        SpeechStartedMessage started => Start(position.Of(started.Timestamp)),
        UtteranceEndMessage end when _hasText => End(end.LastWordEnd >= 0 ? position.Of(end.LastWordEnd) : _lastWordEnd),
        _ => null,
    };

    private SpeechEvent? Apply(ResultsMessage results)
    {
        var text = results.Best.Transcript?.Trim() ?? string.Empty;
        var isEnd = results.SpeechFinal;
        if (text.Length == 0)
        {
            return isEnd && _speechOpen ? End(_lastWordEnd) : null;
        }

        _lastWordEnd = results.Best.LastWordEnd is { } end ? position.Of(end) : position.Of(results.Start + results.Duration);
        if (!results.IsFinal && !isEnd)
        {
            _speechOpen = true;
            _hasText = true;
            return new SpeechEvent.Interim(text);
        }

        _speechOpen = !isEnd;
        _hasText = !isEnd;
        return new SpeechEvent.Final(text, isEnd)
        {
            SettledTo = position.Of(results.Start + results.Duration),
            Language = LanguageOf(results.Best),
        };
    }

    // That of most words; the list of the whole text has the most spoken one first.
    private static string? LanguageOf(ResultsAlternative best) =>
        best.WordLanguages?.GroupBy(language => language, StringComparer.Ordinal).MaxBy(group => group.Count())?.Key ?? best.Language;

    private SpeechEvent.Started Start(TimeSpan at)
    {
        _speechOpen = true;
        return new SpeechEvent.Started(at);
    }

    private SpeechEvent.Ended End(TimeSpan lastWordAt)
    {
        _speechOpen = false;
        _hasText = false;
        return new SpeechEvent.Ended(lastWordAt);
    }
}
