using System.Text;

namespace VoiceAgent.Core.Speech.Spoken;

/// <summary>Puts a spoken text together with single spaces, and counts its words. Not thread-safe.</summary>
internal sealed class SpokenWriter(int capacity)
{
    private readonly StringBuilder _text = new(capacity);
    private bool _isAfterChange;

    /// <summary>Words begun so far.</summary>
    public int Words { get; private set; }

    private char Last => _text.Length == 0 ? ' ' : _text[^1];

    /// <summary>Adds what is said for a part that is written otherwise.</summary>
    public void AddChange(string spoken)
    {
        Part(spoken.Length > 0 ? spoken[0] : ' ');
        foreach (var letter in spoken)
        {
            Append(letter);
        }

        _isAfterChange = true;
    }

    /// <summary>Adds a letter as it is written.</summary>
    public void Add(char letter)
    {
        if (_isAfterChange)
        {
            Part(letter);
            _isAfterChange = false;
        }

        Append(letter);
    }

    public override string ToString() => _text.ToString().TrimEnd(' ');

    private void Part(char next)
    {
        if (char.IsLetterOrDigit(next) && char.IsLetterOrDigit(Last))
        {
            _text.Append(' ');
        }
    }

    private void Append(char letter)
    {
        if (letter == ' ' && Last == ' ')
        {
            return;
        }

        // Where something is left out, no space stays before the mark behind it.
        if (letter is '.' or ',' or '!' or '?' or ';' && _text.Length > 1 && Last == ' ')
        {
            _text.Length--;
        }

        Words += letter != ' ' && Last == ' ' ? 1 : 0;
        _text.Append(letter);
    }
}
