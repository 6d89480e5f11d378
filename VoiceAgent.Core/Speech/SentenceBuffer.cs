using System.Buffers;
using System.Text;

namespace VoiceAgent.Core.Speech;

/// <summary>
/// Gathers a text that is still being written and gives it back in pieces to be spoken: sentences, the first of them cut at the first
/// clause so that the voice can begin. Marks of Markdown are dropped. Not thread-safe.
/// </summary>
public sealed class SentenceBuffer
{
    // A voice makes a sound of fewer letters worse, and a first piece shorter than this ends before the next one is written.
    private const int ShortestFirst = 12;
    private const int ShortestLater = 24;
    private const int Longest = 220;

    private static readonly SearchValues<char> Unspoken = SearchValues.Create(" .,;:!?…-–—\"'()[]");

    private static readonly HashSet<string> Abbreviations = new(StringComparer.OrdinalIgnoreCase)
    {
        "mr", "mrs", "ms", "dr", "prof", "st", "no", "nr", "vs", "etc", "inc", "ltd", "co", "jr", "sr", "approx", "dept", "est", "tel", "ext", "ave", "blvd", "rd", "apt",
        "e.g", "i.e", "a.m", "p.m", "u.s", "u.k", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
        "z.b", "d.h", "u.a", "i.d.r", "bzw", "ca", "usw", "hr", "hrn", "fr", "str", "inkl", "zzgl", "ggf", "evtl", "max", "min", "mind", "mio", "mrd", "std", "abs", "vgl", "bspw",
        "mrz", "okt", "dez", "sra", "srta", "sres", "dra", "ud", "uds", "vd", "p.ej", "ej", "ee", "uu", "aprox", "avda", "núm", "pág", "tfno", "ene", "abr", "ago", "dic",
        "mme", "mlle", "p.ex", "ex", "env", "bd", "tél", "janv", "févr", "avr", "juil", "déc",
    };

    private readonly StringBuilder _text = new();
    private readonly StringBuilder _plain = new();
    private readonly MarkdownFilter _markdown;
    private readonly bool _hasOrdinalDots;
    private bool _isFirst = true;

    /// <param name="language">BCP 47 tag; in German a number with a dot is no end of a sentence.</param>
    public SentenceBuffer(string language = "en")
    {
        ArgumentNullException.ThrowIfNull(language);
        _markdown = new MarkdownFilter(_plain);
        _hasOrdinalDots = language.StartsWith("de", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Adds what was written next, in pieces of any length.</summary>
    public void Append(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var letter in text)
        {
            _markdown.Add(letter);
        }

        for (var i = 0; i < _plain.Length; i++)
        {
            Append(_plain[i]);
        }

        _plain.Clear();
    }

    private void Append(char letter)
    {
        var written = letter is '\n' or '\r' or '\t' ? ' ' : letter;
        if (written != ' ' || (_text.Length > 0 && _text[^1] != ' '))
        {
            _text.Append(written);
        }

        if (letter is '\n' && _text.Length > 1 && !IsEnd(_text[^2]) && _text[^2] is not (',' or ':' or ';'))
        {
            // Lines of a list are sentences.
            _text.Insert(_text.Length - 1, '.');
        }
    }

    /// <summary>The next piece that is complete, or null.</summary>
    public string? Take()
    {
        while (FindCut() is > 0 and var cut)
        {
            if (Remove(cut) is { } piece)
            {
                return piece;
            }
        }

        return null;
    }

    /// <summary>What is left when the text is at its end, or null.</summary>
    public string? TakeRest() => Take() ?? (_text.Length > 0 ? Remove(_text.Length) : null);

    private string? Remove(int length)
    {
        var piece = _text.ToString(0, length).Trim();
        _text.Remove(0, length);
        while (_text.Length > 0 && _text[0] == ' ')
        {
            _text.Remove(0, 1);
        }

        if (!piece.AsSpan().ContainsAnyExcept(Unspoken))
        {
            return null;
        }

        _isFirst = false;
        return piece;
    }

    private int FindCut()
    {
        var shortest = _isFirst ? ShortestFirst : ShortestLater;
        var lastSpace = -1;
        for (var i = 0; i < _text.Length; i++)
        {
            var letter = _text[i];
            lastSpace = letter == ' ' ? i : lastSpace;
            if (i + 1 >= Longest)
            {
                return lastSpace > 0 ? lastSpace : i + 1;
            }

            if (letter is '。' or '！' or '？' or '，' && (letter != '，' || _isFirst))
            {
                return AfterClosing(i + 1);
            }

            if (!IsEnd(letter) && !(_isFirst && letter is ',' or ';' or ':' or '—' && i + 1 >= shortest && !IsInDate(i)))
            {
                continue;
            }

            // Only what follows tells whether "3." is a sentence or a number being written.
            var end = AfterClosing(i + 1);
            if (end >= _text.Length || _text[end] != ' ' || end < shortest || (letter == '.' && IsAbbreviation(i)))
            {
                continue;
            }

            return end;
        }

        return 0;
    }

    private int AfterClosing(int index)
    {
        while (index < _text.Length && (IsEnd(_text[index]) || _text[index] is '"' or '”' or '\'' or '’' or ')' or ']' or '»' or '」'))
        {
            index++;
        }

        return index;
    }

    private bool IsAbbreviation(int dot)
    {
        var start = dot;
        while (start > 0 && (char.IsLetterOrDigit(_text[start - 1]) || _text[start - 1] == '.'))
        {
            start--;
        }

        var word = _text.ToString(start, dot - start);
        return (word.Length == 1 && char.IsLetter(word[0]))
            || (word.Length is 1 or 2 && word.All(char.IsAsciiDigit) && (_hasOrdinalDots || start == 0))
            || Abbreviations.Contains(word);
    }

    // "May 12, 2026" and lists of numbers are said together.
    private bool IsInDate(int comma) => _text[comma] == ',' && comma > 0 && char.IsAsciiDigit(_text[comma - 1]);

    private static bool IsEnd(char letter) => letter is '.' or '!' or '?' or '…';
}
