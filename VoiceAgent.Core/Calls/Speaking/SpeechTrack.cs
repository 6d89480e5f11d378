using System.Text;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Calls.Speaking;

/// <summary>
/// The words of one utterance of the agent and when they sound, so that a position in its audio tells which of them were heard.
/// A word is heard when it has been played to its end. Where the voice tells no times they follow from the length of the text.
/// Thread-safe.
/// </summary>
internal sealed class SpeechTrack(int turnId)
{
    // How fast a voice speaks, as long as the length of its audio is not known.
    private const double LettersPerSecond = 15;

    // A slow voice takes so long for a letter of a word whose end is not told, and no word is shorter.
    private static readonly TimeSpan SlowLetter = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan ShortestWord = TimeSpan.FromMilliseconds(400);

    private readonly Lock _gate = new();
    private readonly StringBuilder _text = new();
    private readonly List<SpokenWord> _words = [];

    // Of each word, where the audio ends that brought it.
    private readonly List<TimeSpan> _brought = [];
    private string[]? _written;
    private TimeSpan _audio;
    private bool _isWhole;

    public int TurnId => turnId;

    /// <summary>The frame being filled, rented; the writing turn's alone.</summary>
    public byte[]? Partial { get; set; }

    public int PartialLength { get; set; }

    /// <summary>All text given to the voice so far.</summary>
    public string Text
    {
        get
        {
            lock (_gate)
            {
                return _text.ToString();
            }
        }
    }

    /// <summary>Audio of the turn so far.</summary>
    public TimeSpan Audio
    {
        get
        {
            lock (_gate)
            {
                return _audio;
            }
        }
    }

    /// <summary>What was written will not be spoken.</summary>
    public void DropText()
    {
        lock (_gate)
        {
            _text.Clear();
            _written = null;
        }
    }

    public void AddText(string piece)
    {
        lock (_gate)
        {
            _text.Append(_text.Length == 0 ? string.Empty : " ").Append(piece);
            _written = null;
        }
    }

    public void Add(TimeSpan audio, IReadOnlyList<SpokenWord> words)
    {
        lock (_gate)
        {
            _audio += audio;
            for (var i = 0; i < words.Count; i++)
            {
                _words.Add(words[i]);
                _brought.Add(_audio);
            }
        }
    }

    /// <summary>All of the text was spoken: no more audio follows.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _isWhole = true;
        }
    }

    /// <summary>What was heard when the audio has been played up to <paramref name="position"/>, and what was written but not heard.</summary>
    public (string Heard, string? Unheard) At(TimeSpan position)
    {
        lock (_gate)
        {
            _written ??= _text.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (_audio == TimeSpan.Zero)
            {
                return Split(0);
            }

            if (_isWhole && position >= _audio)
            {
                return (_text.ToString(), null);
            }

            return _words.Count > 0 ? ByTimes(position) : ByLength(position);
        }
    }

    /// <summary>Whether the first word that was not heard had begun to sound at <paramref name="position"/>.</summary>
    public bool CutsWordAt(TimeSpan position)
    {
        lock (_gate)
        {
            var next = _words.FindIndex(word => word.Start < position);
            while (next >= 0 && next < _words.Count && EndOf(next) <= position)
            {
                next++;
            }

            return next >= 0 && next < _words.Count && _words[next].Start < position && !(_isWhole && position >= _audio);
        }
    }

    private (string Heard, string? Unheard) ByTimes(TimeSpan position)
    {
        var heard = 0;
        while (heard < _words.Count)
        {
            if (EndOf(heard) > position)
            {
                break;
            }

            heard++;
        }

        // The voice may tell words other than those written ("42" as "forty two"): then its own are the true ones.
        for (var i = 0; i < heard; i++)
        {
            if (i >= _written!.Length || !string.Equals(_written[i], _words[i].Text.Trim(), StringComparison.OrdinalIgnoreCase))
            {
                var unheard = string.Join(' ', _words.Skip(heard).Select(word => word.Text.Trim()));
                return (string.Join(' ', _words.Take(heard).Select(word => word.Text.Trim())), unheard.Length == 0 ? null : unheard);
            }
        }

        return Split(heard);
    }

    // Where its end is not told, a word lasts up to the next one at the latest, and no longer than the audio that brought it unless that
    // ends while it sounds: audio that came after it may be a pause, or belong to words that are not told yet.
    private TimeSpan EndOf(int word)
    {
        var latest = word + 1 < _words.Count ? _words[word + 1].Start : _audio;
        var letters = _words[word].Text.Trim().Length + 2;
        var usual = _words[word].Start + (letters * SlowLetter > ShortestWord ? letters * SlowLetter : ShortestWord);
        var end = _words[word].End ?? (usual > _brought[word] ? usual : _brought[word]);
        return end < latest ? end : latest;
    }

    private (string Heard, string? Unheard) ByLength(TimeSpan position)
    {
        var letters = _written!.Sum(word => word.Length + 1);
        var perLetter = _isWhole && letters > 0 ? _audio / letters : TimeSpan.FromSeconds(1 / LettersPerSecond);
        var end = TimeSpan.Zero;
        var heard = 0;
        while (heard < _written!.Length)
        {
            end += perLetter * (_written[heard].Length + 1);
            if (end > position || end > _audio)
            {
                break;
            }

            heard++;
        }

        return Split(heard);
    }

    private (string Heard, string? Unheard) Split(int heard) =>
        (string.Join(' ', _written![..heard]), heard == _written.Length ? null : string.Join(' ', _written[heard..]));
}
