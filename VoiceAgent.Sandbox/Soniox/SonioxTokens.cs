using VoiceAgent.Sandbox.Exchanges;
using VoiceAgent.Sandbox.Recognition;

namespace VoiceAgent.Sandbox.Soniox;

/// <summary>
/// Transcribes into pieces of words, spaces inside them: each response has the pieces that have become final, once, and then all that may
/// still change. The latest word is heard without its ending at first.
/// </summary>
internal sealed class SonioxTokens
{
    private const int PieceLength = 3;

    // Words become final when this much has been heard after them.
    private static readonly TimeSpan FinalAfter = TimeSpan.FromMilliseconds(900);
    private static readonly TimeSpan EndAfter = TimeSpan.FromMilliseconds(280);
    private static readonly TimeSpan RespondEvery = TimeSpan.FromMilliseconds(120);

    private readonly SonioxStart _start;
    private readonly Action<string> _send;
    private readonly TurnEar _ear;
    private TimeSpan _lastResponse;
    private int _final;
    private int _shownOpen;
    private bool _isFirstWord = true;

    /// <param name="start">What the client asked for.</param>
    /// <param name="index">What callers say.</param>
    /// <param name="send">Receives each response, in order.</param>
    public SonioxTokens(SonioxStart start, UtteranceIndex index, Action<string> send)
    {
        _start = start;
        _send = send;
        _ear = new TurnEar(index, Step);
    }

    public TimeSpan Position => _ear.Position;

    public void Listen(ReadOnlySpan<short> samples) => _ear.Listen(samples);

    /// <summary>All pieces so far become final, with the mark of the answer to finalize.</summary>
    public void Finalize(string mark)
    {
        _ear.Finish();
        Respond(finalWords: _ear.Words.Count, mark);
        _ear.Close();
        _final = 0;
    }

    /// <summary>The last response: what is left becomes final.</summary>
    public void Finish()
    {
        _ear.Finish();
        if (_ear.Words.Count > _final)
        {
            Respond(finalWords: _ear.Words.Count, mark: null);
        }

        _send(SandboxJson.Write(new { tokens = Array.Empty<object>(), final_audio_proc_ms = Ms(_ear.Position), total_audio_proc_ms = Ms(_ear.Position), finished = true }));
    }

    private void Step()
    {
        var words = _ear.Words;
        var isOver = _start.DetectsEndpoints && words.Count > 0 && _ear.Silence >= (Wording.SoundsFinished(_ear.Text) ? Shorter(EndAfter, _start.MaxEndpointDelay) : _start.MaxEndpointDelay);
        if (isOver)
        {
            Respond(finalWords: words.Count, "<end>");
            _ear.Close();
            _final = 0;
            return;
        }

        var settled = _final;
        while (settled < words.Count && words[settled].End + FinalAfter <= _ear.Position)
        {
            settled++;
        }

        if (_ear.Position - _lastResponse >= RespondEvery && (settled > _final || words.Count - settled != _shownOpen || words.Count > settled))
        {
            Respond(settled, mark: null);
        }
    }

    private void Respond(int finalWords, string? mark)
    {
        var words = _ear.Words;
        var tokens = new List<object>();
        var language = _start.IdentifiesLanguages && words.Count > 0 ? LanguageEar.Of(_ear.Text, _start.Hints) : null;
        for (var i = _final; i < words.Count; i++)
        {
            var isFinal = i < finalWords;
            var isCut = !isFinal && i == words.Count - 1 && words[i].End > _ear.Position - TimeSpan.FromMilliseconds(60) && words[i].Text.Length > PieceLength;
            Add(tokens, words[i], isFinal, isCut, space: !(_isFirstWord && i == 0), language);
        }

        if (mark is not null)
        {
            tokens.Add(new { text = mark, start_ms = Ms(_ear.Position), end_ms = Ms(_ear.Position), confidence = 1.0, is_final = true });
        }

        _isFirstWord &= mark is null || words.Count == 0;
        _final = finalWords;
        _shownOpen = words.Count - finalWords;
        _lastResponse = _ear.Position;
        var finalUpTo = finalWords > 0 && mark is null ? words[finalWords - 1].End : _ear.Position;
        _send(SandboxJson.Write(new { tokens, final_audio_proc_ms = Ms(finalUpTo), total_audio_proc_ms = Ms(_ear.Position) }));
    }

    private static void Add(List<object> tokens, HeardEvent.Word word, bool isFinal, bool isCut, bool space, string? language)
    {
        var written = (space ? " " : "") + (isCut ? word.Text[..PieceLength] : word.Text);
        var pieces = (written.Length + PieceLength - 1) / PieceLength;
        for (var piece = 0; piece < pieces; piece++)
        {
            var text = written[(piece * PieceLength)..Math.Min(written.Length, (piece + 1) * PieceLength)];
            var token = new Dictionary<string, object>
            {
                ["text"] = text,
                ["start_ms"] = Ms(word.Start + ((word.End - word.Start) * piece / pieces)),
                ["end_ms"] = Ms(word.Start + ((word.End - word.Start) * (piece + 1) / pieces)),
                ["confidence"] = Wording.Confidence(word.Text),
                ["is_final"] = isFinal,
            };
            if (language is not null)
            {
                token["language"] = language;
            }

            tokens.Add(token);
        }
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static int Ms(TimeSpan time) => (int)time.TotalMilliseconds;
}
