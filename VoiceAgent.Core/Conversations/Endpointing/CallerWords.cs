using System.Buffers;

namespace VoiceAgent.Core.Conversations.Endpointing;

/// <summary>What the caller's words tell about a turn: whether they only signal listening, and whether they look finished.</summary>
public static class CallerWords
{
    // Longer than that, somebody wants to say something.
    private const int LongestBackchannel = 4;
    private const int LongestFarewell = 8;
    private const int LongestPhrase = 3;

    private static readonly SearchValues<char> Separators = SearchValues.Create(" \t\r\n.,;:!?…-–—\"“”()[]");

    /// <summary>Whether the words only tell that the caller listens ("uh-huh", "okay").</summary>
    public static bool IsBackchannel(string text, CallerLanguage language)
    {
        ArgumentNullException.ThrowIfNull(language);
        return IsMadeOf(text, phrase => language.Acknowledgements.Contains(phrase), LongestBackchannel);
    }

    /// <summary>Whether the words only answer a goodbye ("okay, thanks, bye").</summary>
    public static bool IsFarewell(string text, CallerLanguage language)
    {
        ArgumentNullException.ThrowIfNull(language);
        return IsMadeOf(text, phrase => language.Acknowledgements.Contains(phrase) || language.Farewells.Contains(phrase), LongestFarewell);
    }

    /// <summary>Whether the sentence seems to go on: it ends in a comma, a conjunction, an article, a filler or a dash.</summary>
    public static bool LooksUnfinished(string text, CallerLanguage language)
    {
        ArgumentNullException.ThrowIfNull(language);
        var end = text.AsSpan().TrimEnd();
        if (end.IsEmpty)
        {
            return false;
        }

        if (end[^1] is ',' or ';' or ':' or '-' or '–' or '—' or '…' || end.EndsWith("...", StringComparison.Ordinal))
        {
            return true;
        }

        if (end[^1] is '?' or '!' or '。' or '？' or '！')
        {
            return false;
        }

        var last = default(ReadOnlySpan<char>);
        foreach (var word in new WordEnumerator(end))
        {
            last = word;
        }

        var unfinished = end[^1] is '.' ? language.NeverLast : language.Unfinished;
        return unfinished.GetAlternateLookup<ReadOnlySpan<char>>().Contains(last);
    }

    /// <summary>How many words there are.</summary>
    public static int Count(string text)
    {
        var count = 0;
        foreach (var _ in new WordEnumerator(text))
        {
            count++;
        }

        return count;
    }

    /// <summary>The words without what stands between them.</summary>
    public static string[] Split(string text)
    {
        var words = new List<string>();
        foreach (var word in new WordEnumerator(text))
        {
            words.Add(word.ToString());
        }

        return [.. words];
    }

    /// <summary>The words alone, in one form whatever their capitals and punctuation.</summary>
    public static string Normal(string text) => string.Join(' ', Split(text)).ToUpperInvariant();

    /// <summary>The first <paramref name="count"/> words as they are written, with what stands between them.</summary>
    public static string Take(string text, int count)
    {
        var words = new WordEnumerator(text);
        for (var taken = 0; taken < count; taken++)
        {
            if (!words.MoveNext())
            {
                return text;
            }
        }

        return count <= 0 ? string.Empty : text[..^words.Rest.Length];
    }

    /// <summary>What follows the first <paramref name="count"/> words.</summary>
    public static string Skip(string text, int count)
    {
        if (count <= 0)
        {
            return text;
        }

        var words = new WordEnumerator(text);
        for (var skipped = 0; skipped < count; skipped++)
        {
            if (!words.MoveNext())
            {
                return string.Empty;
            }
        }

        var rest = words.Rest;
        var next = rest.IndexOfAnyExcept(Separators);
        return next < 0 ? string.Empty : rest[next..].ToString();
    }

    private static bool IsMadeOf(string text, Func<string, bool> isPhrase, int longest)
    {
        var words = Split(text);
        if (words.Length == 0 || words.Length > longest)
        {
            return false;
        }

        for (var i = 0; i < words.Length;)
        {
            var taken = Math.Min(LongestPhrase, words.Length - i);
            while (taken > 0 && !isPhrase(string.Join(' ', words[i..(i + taken)])))
            {
                taken--;
            }

            if (taken == 0)
            {
                return false;
            }

            i += taken;
        }

        return true;
    }

    private ref struct WordEnumerator(ReadOnlySpan<char> text)
    {
        private ReadOnlySpan<char> _rest = text;

        public readonly ReadOnlySpan<char> Rest => _rest;

        public ReadOnlySpan<char> Current { get; private set; }

        public readonly WordEnumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            var start = _rest.IndexOfAnyExcept(Separators);
            if (start < 0)
            {
                return false;
            }

            _rest = _rest[start..];
            var length = _rest.IndexOfAny(Separators);
            Current = length < 0 ? _rest : _rest[..length];
            _rest = length < 0 ? default : _rest[length..];
            return true;
        }
    }
}
