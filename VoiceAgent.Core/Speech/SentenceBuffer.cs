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
        "mr", "mrs", "ms", "dr", "prof", "st", "no", "nr", "vs", "etc", "inc", "ltd", "co", "jr", "sr", "approx", "dept", "est", "tel", "ext", "ave", "blvd",
        "e.g", "i.e", "a.m", "p.m", "u.s", "u.k", "z.b", "d.h", "bzw", "ca", "usw", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
    };

    private readonly StringBuilder _text = new();
    private bool _isFirst = true;
    private bool _isLineStart = true;

    /// <summary>Adds what was written next, in pieces of any length.</summary>
    public void Append(string text)
    {
        foreach (var letter in text)
        {
            var opensLine = _isLineStart;
            _isLineStart = letter is '\n' || (_isLineStart && letter is ' ' or '#' or '>' or '•');
            if (letter is '*' or '`' or '_' or '~' or '|' || (opensLine && letter is '#' or '>' or '•'))
            {
                continue;
            }

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

            if (!IsEnd(letter) && !(_isFirst && letter is ',' or ';' or ':' or '—' && i + 1 >= shortest))
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
        return (word.Length == 1 && char.IsUpper(word[0])) || Abbreviations.Contains(word);
    }

    private static bool IsEnd(char letter) => letter is '.' or '!' or '?' or '…';
}
