using VoiceAgent.Core.Speech;
using VoiceAgent.Core.Speech.Spoken;

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
    private readonly List<SpokenWord> _words = [];

    // Of each word, where the audio ends that brought it.
    private readonly List<TimeSpan> _brought = [];
    private readonly List<string> _written = [];
    private readonly List<string> _spoken = [];

    // For every written word how many spoken ones have to be heard.
    private readonly List<int> _heardAfter = [];
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
                return string.Join(' ', _written);
            }
        }
    }

    /// <summary>How many words <see cref="Text"/> has.</summary>
    public int WordsWritten
    {
        get
        {
            lock (_gate)
            {
                return _written.Count;
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
            _written.Clear();
            _spoken.Clear();
            _heardAfter.Clear();
        }
    }

    /// <summary>Adds a text that is said as it is written.</summary>
    public void AddText(string piece) => AddText(SpokenLine.AsWritten(piece));

    /// <summary>Adds a text as it is written and as it is said.</summary>
    public void AddText(SpokenLine line)
    {
        lock (_gate)
        {
            var before = _spoken.Count;
            _written.AddRange(line.Written.Split(' ', StringSplitOptions.RemoveEmptyEntries));
            _spoken.AddRange(line.Spoken.Split(' ', StringSplitOptions.RemoveEmptyEntries));
            for (var i = 0; i < line.HeardAfter.Count; i++)
            {
                _heardAfter.Add(before + line.HeardAfter[i]);
            }
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
            if (_audio == TimeSpan.Zero)
            {
                return Split(0);
            }

            if (_isWhole && position >= _audio)
            {
                return (string.Join(' ', _written), null);
            }

            return _words.Count > 0 ? ByTimes(position) : ByLength(position);
        }
    }

    /// <summary>Whether the first word that was not heard had begun to sound at <paramref name="position"/>.</summary>
    public bool CutsWordAt(TimeSpan position)
    {
        lock (_gate)
        {
            if (_isWhole && position >= _audio)
            {
                return false;
            }

            // A word that is said by several has begun with the first of them.
            var heard = HeardByTimes(position);
            var written = heard == 0 ? 0 : _heardAfter.FindLastIndex(after => after <= heard) + 1;
            var first = written == 0 || written > _heardAfter.Count ? 0 : Math.Min(heard, _heardAfter[written - 1]);
            return first < _words.Count && _words[first].Start < position;
        }
    }

    private (string Heard, string? Unheard) ByTimes(TimeSpan position)
    {
        var heard = HeardByTimes(position);

        // The voice may tell words other than those written ("42" as "forty two"): then its own are the true ones.
        for (var i = 0; i < heard; i++)
        {
            if (i >= _spoken.Count || !string.Equals(_spoken[i], _words[i].Text.Trim(), StringComparison.OrdinalIgnoreCase))
            {
                var unheard = string.Join(' ', _words.Skip(heard).Select(word => word.Text.Trim()));
                return (string.Join(' ', _words.Take(heard).Select(word => word.Text.Trim())), unheard.Length == 0 ? null : unheard);
            }
        }

        return Split(heard);
    }

    private int HeardByTimes(TimeSpan position)
    {
        var heard = 0;
        while (heard < _words.Count && EndOf(heard) <= position)
        {
            heard++;
        }

        return heard;
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
        var letters = _spoken.Sum(word => word.Length + 1);
        var perLetter = _isWhole && letters > 0 ? _audio / letters : TimeSpan.FromSeconds(1 / LettersPerSecond);
        var end = TimeSpan.Zero;
        var heard = 0;
        while (heard < _spoken.Count)
        {
            end += perLetter * (_spoken[heard].Length + 1);
            if (end > position || end > _audio)
            {
                break;
            }

            heard++;
        }

        return Split(heard);
    }

    // A word that is said by several is heard with the last of them.
    private (string Heard, string? Unheard) Split(int heardSpoken)
    {
        var heard = 0;
        while (heard < _written.Count && _heardAfter[heard] <= heardSpoken)
        {
            heard++;
        }

        // What is not said at all is heard with what comes before it, not with nothing.
        heard = heardSpoken == 0 ? 0 : heard;
        return (string.Join(' ', _written.Take(heard)), heard == _written.Count ? null : string.Join(' ', _written.Skip(heard)));
    }
}
