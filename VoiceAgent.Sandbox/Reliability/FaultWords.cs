using VoiceAgent.Sandbox.Recognition;

namespace VoiceAgent.Sandbox.Reliability;

/// <summary>Counts words, without regard to capitals and punctuation.</summary>
internal static class FaultWords
{
    /// <summary>How many words of <paramref name="some"/> are not in <paramref name="others"/>, each as often as it occurs.</summary>
    public static int Beyond(IEnumerable<string> some, IEnumerable<string> others)
    {
        var left = Plain(others).CountBy(word => word).ToDictionary(StringComparer.Ordinal);
        var beyond = 0;
        foreach (var word in Plain(some))
        {
            if (left.GetValueOrDefault(word) is > 0 and var count)
            {
                left[word] = count - 1;
            }
            else
            {
                beyond++;
            }
        }

        return beyond;
    }

    /// <summary>The words without every whole <paramref name="phrase"/> among them.</summary>
    public static IReadOnlyList<string> Without(IEnumerable<string> texts, string phrase)
    {
        var words = Plain(texts).ToList();
        var left = Plain([phrase]).ToList();
        for (var at = 0; at + left.Count <= words.Count; at++)
        {
            if (words.Slice(at, left.Count).SequenceEqual(left, StringComparer.Ordinal))
            {
                words.RemoveRange(at--, left.Count);
            }
        }

        return words;
    }

    private static IEnumerable<string> Plain(IEnumerable<string> texts) =>
        texts.SelectMany(text => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Select(Wording.Plain).Where(word => word.Length > 0);
}
