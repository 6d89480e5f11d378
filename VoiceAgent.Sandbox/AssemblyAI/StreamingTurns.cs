using VoiceAgent.Sandbox.Exchanges;
using VoiceAgent.Sandbox.Recognition;

namespace VoiceAgent.Sandbox.AssemblyAI;

/// <summary>
/// Tells turns as the audio goes by. The older models tell growing partials and the end of a turn once or twice, bare and then written
/// out; the newer ones tell that speech has begun, a partial in a silence, and one written-out end.
/// </summary>
internal sealed class StreamingTurns
{
    private static readonly TimeSpan SettledAfter = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan PartialSilence = TimeSpan.FromMilliseconds(80);

    private readonly Action<string> _send;
    private readonly TurnEar _ear;
    private readonly bool _writesOutAtOnce;
    private int _order;
    private int _shownWords;
    private int _shownSettled;
    private bool _startTold;
    private int _wordsInPartial;

    /// <param name="options">What the client asked for.</param>
    /// <param name="index">What callers say.</param>
    /// <param name="writesOutAtOnce">Whether the older models tell one written-out end in place of two.</param>
    /// <param name="send">Receives each message, in order.</param>
    public StreamingTurns(StreamingOptions options, UtteranceIndex index, bool writesOutAtOnce, Action<string> send)
    {
        Options = options;
        _writesOutAtOnce = writesOutAtOnce;
        _send = send;
        _ear = new TurnEar(index, Step);
    }

    public StreamingOptions Options { get; set; }

    public TimeSpan Position => _ear.Position;

    public void Listen(ReadOnlySpan<short> samples) => _ear.Listen(samples);

    /// <summary>Ends the open turn at once; nothing happens when none is open.</summary>
    public void ForceEnd()
    {
        _ear.Finish();
        if (_ear.Words.Count > 0)
        {
            End();
        }
    }

    private void Step()
    {
        if (Options.IsUniversal3)
        {
            StepUniversal3();
        }
        else if (_ear.Words.Count != _shownWords || Settled() != _shownSettled)
        {
            Tell(isEnd: false, isWritten: _writesOutAtOnce);
        }

        if (_ear.Words.Count > 0 && IsOver())
        {
            End();
        }
    }

    private void StepUniversal3()
    {
        if (_ear.SoundFrom is { } from && !_startTold)
        {
            _startTold = true;
            _send(SandboxJson.Write(new { type = "SpeechStarted", timestamp = Ms(from), confidence = 0.987654 }));
        }

        if (_ear.Words.Count > _wordsInPartial && _ear.Silence >= PartialSilence)
        {
            _wordsInPartial = _ear.Words.Count;
            Tell(isEnd: false, isWritten: false);
        }
    }

    private bool IsOver()
    {
        var isSure = Options.IsUniversal3 ? Wording.SoundsFinished(_ear.Text) : Confidence() > Options.Threshold;
        return (isSure && !_ear.IsSpeaking && _ear.Silence >= Options.MinTurnSilence) || (!_ear.IsSpeaking && _ear.Silence >= Options.MaxTurnSilence);
    }

    private void End()
    {
        var isTwice = !Options.IsUniversal3 && Options.FormatTurns && !_writesOutAtOnce;
        Tell(isEnd: true, isWritten: Options.IsUniversal3 || _writesOutAtOnce);
        if (isTwice)
        {
            Tell(isEnd: true, isWritten: true);
        }

        _ear.Close();
        _order++;
        _shownWords = _shownSettled = _wordsInPartial = 0;
        _startTold = false;
    }

    private void Tell(bool isEnd, bool isWritten)
    {
        var isWhole = Options.IsUniversal3;
        var settled = isEnd ? _ear.Words.Count : isWhole ? 0 : Settled();
        var spells = isWritten || isWhole;
        var transcript = string.Join(' ', _ear.Words.Take(isWhole ? _ear.Words.Count : settled).Select(word => spells ? word.Text : Wording.Plain(word.Text)));
        _shownWords = _ear.Words.Count;
        _shownSettled = settled;
        var turn = new Dictionary<string, object>
        {
            ["type"] = "Turn",
            ["turn_order"] = _order,
            ["turn_is_formatted"] = isWritten && (isEnd || !isWhole),
            ["end_of_turn"] = isEnd,
            ["transcript"] = isWhole && !isEnd && !Wording.SoundsFinished(transcript) ? transcript + "—" : transcript,
            ["utterance"] = isWhole && isEnd ? transcript : "",
            ["end_of_turn_confidence"] = isWhole ? (isEnd ? 1 : 0) : Confidence(),
            ["words"] = _ear.Words.Select((word, i) => new
            {
                start = Ms(word.Start),
                end = Ms(word.End),
                text = spells ? word.Text : Wording.Plain(word.Text),
                confidence = Wording.Confidence(word.Text),
                word_is_final = i < settled,
            }),
        };
        if (Options.DetectsLanguage && isEnd)
        {
            turn["language_code"] = LanguageEar.Of(_ear.Text, []);
            turn["language_confidence"] = 0.93;
        }

        _send(SandboxJson.Write(turn));
    }

    // The word being spoken and the one just spoken may still change.
    private int Settled()
    {
        var settled = 0;
        while (settled < _ear.Words.Count && _ear.Words[settled].End + SettledAfter <= _ear.Position)
        {
            settled++;
        }

        return settled;
    }

    private double Confidence() => _ear.IsSpeaking || _ear.Words.Count is 0
        ? 0.000414
        : Wording.SoundsFinished(_ear.Text) ? Math.Round(Math.Min(0.97, 0.5 + _ear.Silence.TotalSeconds), 6) : 0.12;

    private static int Ms(TimeSpan time) => (int)time.TotalMilliseconds;
}
