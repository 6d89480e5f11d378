namespace VoiceAgent.Sandbox.Recognition;

/// <summary>What the simulated providers make of words beyond recognising them.</summary>
internal static class Wording
{
    private static readonly HashSet<string> GoesOn = new(StringComparer.Ordinal)
    {
        "and", "or", "but", "because", "if", "the", "a", "an", "my", "to", "of", "for", "with", "um", "uh", "und", "oder", "aber", "weil",
    };

    /// <summary>Whether a sentence sounds finished: it ends neither in a comma or dash nor in a word after which more must come.</summary>
    public static bool SoundsFinished(string text)
    {
        var end = text.TrimEnd();
        return end.Length > 0 && end[^1] is not (',' or ';' or ':' or '-' or '–' or '—' or '…') && !GoesOn.Contains(Plain(end[(end.LastIndexOf(' ') + 1)..]));
    }

    /// <summary>In small letters, without the punctuation around it.</summary>
    public static string Plain(string written)
    {
        var first = 0;
        var end = written.Length;
        while (first < end && !char.IsLetterOrDigit(written[first]))
        {
            first++;
        }

        while (end > first && !char.IsLetterOrDigit(written[end - 1]))
        {
            end--;
        }

        return written[first..end].ToLowerInvariant();
    }

    /// <summary>How surely a word was heard, 0 to 1: always the same for the same word.</summary>
    public static double Confidence(string written) => Math.Round(0.999 - (Plain(written).Sum(c => c) % 47 / 1000.0), 6);
}
