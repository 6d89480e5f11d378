namespace VoiceAgent.Core.Conversations.Endpointing;

/// <summary>What the agent has just asked for, as far as that changes when an answer to it is complete.</summary>
public enum CallerExpectation
{
    Anything,
    YesOrNo,
    Number,
    Email,
    Spelling,
}

/// <summary>Reads from the agent's words what it expects of the caller.</summary>
public static class CallerExpectations
{
    // "What is your number? Please go slowly." still asks for the number.
    private const int SentencesRead = 2;

    /// <summary>What words of the agent, as heard, ask for. A question that was cut short asks for what it had come to.</summary>
    public static CallerExpectation Of(string said, CallerLanguage language)
    {
        ArgumentNullException.ThrowIfNull(said);
        ArgumentNullException.ThrowIfNull(language);
        var sentences = LastSentences(said);
        var asked = string.Concat(sentences);
        if (Has(asked, language.AsksForSpelling))
        {
            return CallerExpectation.Spelling;
        }

        if (Has(asked, ["e-mail", "email", "e mail", "correo", "courriel"]))
        {
            return CallerExpectation.Email;
        }

        if (Has(asked, language.AsksForNumber))
        {
            return CallerExpectation.Number;
        }

        var last = sentences.Count == 0 ? string.Empty : sentences[^1];
        return last.TrimEnd().EndsWith('?') && !HasWord(last, language.QuestionWords.Contains) ? CallerExpectation.YesOrNo : CallerExpectation.Anything;
    }

    private static bool Has(string text, string[] parts) => parts.Any(part => text.Contains(part, StringComparison.OrdinalIgnoreCase));

    private static bool HasWord(string text, Func<string, bool> isIt) => CallerWords.Split(text).Any(isIt);

    private static List<string> LastSentences(string said)
    {
        var sentences = new List<string>();
        var from = 0;
        for (var i = 0; i < said.Length; i++)
        {
            if (said[i] is '.' or '?' or '!' && (i + 1 == said.Length || char.IsWhiteSpace(said[i + 1])))
            {
                sentences.Add(said[from..(i + 1)]);
                from = i + 1;
            }
        }

        if (said[from..].Trim().Length > 0)
        {
            sentences.Add(said[from..]);
        }

        return sentences.Count <= SentencesRead ? sentences : sentences[^SentencesRead..];
    }
}
