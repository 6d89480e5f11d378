namespace VoiceAgent.Core.Conversations.Endpointing;

/// <summary>Tells the agent's own words, brought back by the line or a loudspeaker, from words of the caller.</summary>
public static class AgentEcho
{
    // An echo comes while what it repeats was heard a moment ago: so many words may have followed since.
    private const int WordsSince = 8;
    private const int WordsSinceOneWord = 6;

    // Recognisers hear an echo worse than the caller; in a few words every one has to be right.
    private const int ExactUpTo = 3;

    /// <summary>Whether the words repeat what was heard of the agent just before.</summary>
    /// <param name="said">What speech-to-text heard.</param>
    /// <param name="heard">What the caller has heard of the agent's utterance.</param>
    /// <param name="language">The language of both.</param>
    public static bool IsEcho(string said, string heard, CallerLanguage language)
    {
        ArgumentNullException.ThrowIfNull(language);
        var words = CallerWords.Split(said);
        var agent = CallerWords.Split(heard);
        if (words.Length == 0 || agent.Length == 0)
        {
            return false;
        }

        if (words.Length == 1)
        {
            return !language.ShortAnswers.Contains(words[0]) && !language.Interrupts.Contains(words[0])
                && agent.TakeLast(WordsSinceOneWord).Any(word => IsSame(words[0], word, isLast: true));
        }

        var first = Math.Max(0, agent.Length - words.Length - WordsSince);
        for (var from = first; from + words.Length <= agent.Length; from++)
        {
            if (Matches(words, agent.AsSpan(from, words.Length)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Matches(string[] words, ReadOnlySpan<string> agent)
    {
        var equal = 0;
        for (var i = 0; i < words.Length; i++)
        {
            equal += IsSame(words[i], agent[i], isLast: i == words.Length - 1) ? 1 : 0;
        }

        return words.Length <= ExactUpTo ? equal == words.Length : 5 * equal >= 4 * words.Length;
    }

    // The last word may be half heard yet.
    private static bool IsSame(string word, string agent, bool isLast) =>
        string.Equals(word, agent, StringComparison.OrdinalIgnoreCase)
            || (isLast && word.Length >= 3 && agent.StartsWith(word, StringComparison.OrdinalIgnoreCase));
}
