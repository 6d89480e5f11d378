namespace VoiceAgent.Core.Conversations.Endpointing;

/// <summary>Tells how the caller's words look, by their language and by what the agent has asked for.</summary>
public static class WordsJudge
{
    private const int GroupsOfANumber = 3;
    private const int DigitsOfANumber = 6;
    private const int LongestShortAnswer = 3;

    public static WordsLook Look(string text, CallerLanguage language, CallerExpectation expected)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(language);
        var words = CallerWords.Split(text);
        if (words.Length == 0)
        {
            return WordsLook.Complete;
        }

        if (IsEmailUnderWay(text, words, language, expected) ?? (IsSpelt(words, expected) || IsNumber(words, language, expected)))
        {
            return WordsLook.Dictating;
        }

        if (CallerWords.LooksUnfinished(text, language))
        {
            return WordsLook.Unfinished;
        }

        var isShort = expected is CallerExpectation.YesOrNo && words.Length <= LongestShortAnswer && words.All(language.ShortAnswers.Contains);
        return isShort ? WordsLook.ShortAnswer : WordsLook.Complete;
    }

    // Null where there is no address at all; false where it has come to its end.
    private static bool? IsEmailUnderWay(string text, string[] words, CallerLanguage language, CallerExpectation expected)
    {
        var isAsked = expected is CallerExpectation.Email;
        var at = Array.FindLastIndex(words, word => word.Contains('@', StringComparison.Ordinal) || (isAsked && language.AtSigns.Contains(word)));
        if (at < 0)
        {
            // "j dot miller": the first part of it.
            return isAsked && (words.Any(language.Dots.Contains) || words[^1].Length == 1) ? true : null;
        }

        // What follows the sign ends with a dot and a few letters: "at example dot com", "@example.com".
        var host = words[at..];
        var isWritten = host[0].Contains('@', StringComparison.Ordinal) && text.AsSpan(text.IndexOf('@', StringComparison.Ordinal)).TrimEnd(".,?! ").Contains('.');
        var isSaid = host.Length >= 3 && language.Dots.Contains(host[^2]);
        return !((isWritten || isSaid) && host.Length > 1 && host[^1] is { Length: >= 2 } ending && ending.All(char.IsLetter) && !language.Dots.Contains(ending));
    }

    private static bool IsSpelt(string[] words, CallerExpectation expected)
    {
        var letters = 0;
        while (letters < words.Length && words[^(letters + 1)] is { Length: 1 } letter && char.IsLetter(letter[0]))
        {
            letters++;
        }

        return letters >= 2 || (letters == 1 && expected is CallerExpectation.Spelling);
    }

    private static bool IsNumber(string[] words, CallerLanguage language, CallerExpectation expected)
    {
        var (groups, digits) = (0, 0);
        while (groups < words.Length && DigitsOf(words[^(groups + 1)], language) is > 0 and var more)
        {
            groups++;
            digits += more;
        }

        return groups >= GroupsOfANumber || digits >= DigitsOfANumber || (groups > 0 && expected is CallerExpectation.Number);
    }

    private static int DigitsOf(string word, CallerLanguage language)
    {
        var number = word.AsSpan().TrimStart('+');
        if (number.Length > 0 && !number.ContainsAnyExceptInRange('0', '9'))
        {
            return number.Length;
        }

        return language.Numbers.Contains(word) || language.NumberEndings.Any(ending => word.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) ? 1 : 0;
    }
}
