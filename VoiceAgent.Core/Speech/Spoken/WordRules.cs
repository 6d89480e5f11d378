using VoiceAgent.Core.Speech.Languages;

namespace VoiceAgent.Core.Speech.Spoken;

/// <summary>Abbreviations.</summary>
internal static class WordRules
{
    private const string Opening = "(\"'„“«‚¿¡[";
    private const string Closing = ",;:!?)\"'“”»]";

    public static void Apply(Rewriting text, SpokenLanguage language)
    {
        var written = text.Written.AsSpan();
        for (var start = 0; start < written.Length;)
        {
            var end = EndOf(written, start);
            var from = start;
            while (from < end && Opening.Contains(written[from], StringComparison.Ordinal))
            {
                from++;
            }

            var to = end;
            while (to > from && Closing.Contains(written[to - 1], StringComparison.Ordinal))
            {
                to--;
            }

            if (to > from)
            {
                to = Say(text, language, from, to, end);
            }

            start = Math.Max(end, to);
            while (start < written.Length && written[start] == ' ')
            {
                start++;
            }
        }
    }

    // Gives where what was said ends.
    private static int Say(Rewriting text, SpokenLanguage language, int from, int to, int end)
    {
        var written = text.Written.AsSpan();
        var next = NextWord(written, end);
        var both = next < 0 || to != end ? -1 : EndOf(written, next);
        if (both > 0 && both - from <= 12)
        {
            var last = both;
            while (last > next && Closing.Contains(written[last - 1], StringComparison.Ordinal))
            {
                last--;
            }

            if (language.Abbreviation(written[from..last], isBeforeName: true) is { } two)
            {
                text.Replace(from, last, two);
                return last;
            }
        }

        var token = written[from..to];
        var isBeforeName = next >= 0 && char.IsUpper(written[next]);
        if (next >= 0 && char.IsAsciiDigit(written[next]) && language.BeforeNumbers.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(token, out var counted))
        {
            text.Replace(from, to, counted);
        }
        else if (language.Abbreviation(token, isBeforeName) is { } said)
        {
            // Its dot may end the sentence, too.
            text.Replace(from, to, next < 0 && token[^1] == '.' && to == written.Length ? said + "." : said);
        }

        return to;
    }

    private static int EndOf(ReadOnlySpan<char> written, int start)
    {
        var length = written[start..].IndexOf(' ');
        return length < 0 ? written.Length : start + length;
    }

    private static int NextWord(ReadOnlySpan<char> written, int end)
    {
        while (end < written.Length && written[end] == ' ')
        {
            end++;
        }

        return end < written.Length ? end : -1;
    }
}
