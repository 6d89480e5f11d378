using System.Text;

namespace VoiceAgent.Core.Speech;

/// <summary>
/// Takes the marks of Markdown out of a text letter by letter: emphasis, code, headings, quotes, list signs, tables and the addresses of
/// links. A mark that is part of a word ("first_last@example.com") or of a sum stays. Looks one letter ahead, no further. Not thread-safe.
/// </summary>
internal sealed class MarkdownFilter(StringBuilder text)
{
    private char _pending;
    private char _last = '\n';
    private bool _isLineStart = true;
    private bool _isInLink;
    private bool _isInFence;
    private int _ticks;

    /// <summary>Takes the next letter; what is left of it is appended to the text, perhaps with the letter after it.</summary>
    public void Add(char letter)
    {
        if (_isInLink || _isInFence)
        {
            var isOver = letter == '\n' || (_isInLink && letter == ')');
            _isInLink &= !isOver;
            _isInFence &= !isOver;
            if (letter != '\n')
            {
                return;
            }
        }

        if (_pending != '\0' && Settle(letter))
        {
            return;
        }

        _ticks = letter == '`' ? _ticks + 1 : 0;
        switch (letter)
        {
            case '`':
                // The language of a code block is not said.
                _isInFence = _ticks == 3;
                break;
            case '|' or '[':
                break;
            case '*' or '_' or '~' or ']':
                _pending = letter;
                break;
            case '-' or '+' or '–' when _isLineStart:
                _pending = letter;
                break;
            case '#' or '>' or '•' or '·' when _isLineStart:
                break;
            default:
                Put(letter);
                break;
        }
    }

    // True when the letter belonged to the mark.
    private bool Settle(char next)
    {
        var mark = _pending;
        _pending = '\0';
        switch (mark)
        {
            case ']' when next == '(':
                _isInLink = true;
                return true;
            case '*' or '_' or '~' or '-' when next == mark:
                _pending = mark == '-' ? mark : '\0';
                return true;
            case '*' when (char.IsAsciiDigit(_last) && char.IsAsciiDigit(next)) || (_last == ' ' && next == ' ' && !_isLineStart):
            case '_' when char.IsLetterOrDigit(_last) && (char.IsLetterOrDigit(next) || next == '@'):
            case '~' when char.IsAsciiDigit(next) || _last == '/':
            case '-' or '+' or '–' when next is not (' ' or '\n' or '|'):
                Put(mark);
                return false;
            default:
                return false;
        }
    }

    private void Put(char letter)
    {
        _isLineStart = letter is '\n' || (_isLineStart && letter is ' ');
        _last = letter;
        text.Append(letter);
    }
}
