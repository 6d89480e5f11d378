using VoiceAgent.Core.Adapters.Listening;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Adapters.AssemblyAI;

/// <summary>
/// Folds Turn messages into speech events. A turn is over with its first end; what follows for the same turn is its words once more,
/// better written.
/// </summary>
internal sealed class AssemblyAITurns(AudioPosition position)
{
    // Below, it is a guess.
    private const double LeastLanguageConfidence = 0.6;

    private int _lastEnded = -1;
    private string _shown = string.Empty;
    private volatile bool _hasOpenWords;

    public bool HasOpenWords => _hasOpenWords;

    public void Apply(AssemblyAIMessage turn, List<SpeechEvent> events)
    {
        if (turn.TurnOrder <= _lastEnded)
        {
            Rewrite(turn, events);
            return;
        }

        if (turn.EndOfTurn)
        {
            End(turn, events);
            return;
        }

        var text = TextOf(turn);
        if (text.Length > 0 && text != _shown)
        {
            _shown = text;
            _hasOpenWords = true;
            events.Add(new SpeechEvent.Interim(text));
        }
    }

    /// <summary>A turn still open has no more words to come.</summary>
    public void Finish(List<SpeechEvent> events)
    {
        if (_shown.Length > 0)
        {
            events.Add(new SpeechEvent.Final(_shown, EndOfSpeech: false));
        }

        Close();
    }

    // The transcript of the older models holds settled words only; that of the newer ones holds all, and none of the words is settled.
    private static string TextOf(AssemblyAIMessage turn)
    {
        var transcript = turn.Transcript?.Trim() ?? string.Empty;
        if (turn.Words is not { Count: > 0 } words || (transcript.Length > 0 && !words.Any(word => word.WordIsFinal)))
        {
            return transcript;
        }

        var open = string.Join(' ', words.Where(word => !word.WordIsFinal).Select(word => word.Text?.Trim()));
        return transcript.Length == 0 ? open : open.Length == 0 ? transcript : $"{transcript} {open}";
    }

    private void Rewrite(AssemblyAIMessage turn, List<SpeechEvent> events)
    {
        var text = turn.Transcript?.Trim() ?? string.Empty;
        if (turn.TurnOrder == _lastEnded && turn.TurnIsFormatted && text.Length > 0)
        {
            events.Add(new SpeechEvent.Rewritten(text));
        }
    }

    private void End(AssemblyAIMessage turn, List<SpeechEvent> events)
    {
        var text = TextOf(turn);
        text = text.Length > 0 ? text : _shown;
        if (text.Length > 0)
        {
            events.Add(new SpeechEvent.Final(text, EndOfSpeech: true)
            {
                EndOfTurn = true,
                EndOfTurnConfidence = turn.EndOfTurnConfidence,
                Language = turn.LanguageConfidence is < LeastLanguageConfidence ? null : turn.LanguageCode,
                SettledTo = turn.Words is [.., { End: > 0 and var end }] ? position.Of(end / 1000) : null,
            });
        }

        _lastEnded = turn.TurnOrder;
        Close();
    }

    private void Close()
    {
        _shown = string.Empty;
        _hasOpenWords = false;
    }
}
