using System.Text.RegularExpressions;
using VoiceAgent.Core.Speech.Languages;

namespace VoiceAgent.Core.Speech.Spoken;

/// <summary>Telephone numbers: digit by digit, with a pause between their groups.</summary>
internal static partial class PhoneRules
{
    public static void Apply(Rewriting text, SpokenLanguage language) => text.Each(Candidate(), match =>
    {
        if (IsPhoneNumber(match.Value, language))
        {
            SayGroups(text, match, language);
        }

        return null;
    });

    private static bool IsPhoneNumber(string number, SpokenLanguage language)
    {
        var digits = number.Count(char.IsAsciiDigit);
        return digits is >= 7 and <= 15
            && !IsDate().IsMatch(number)
            && (number[0] is '+' or '(' or '0' || American().IsMatch(number) || (language.GroupsWithSpaces && digits == 9 && number[0] is >= '6' and <= '9'));
    }

    // Every group is a word of its own: a caller who interrupts has heard the groups before.
    private static void SayGroups(Rewriting text, Match match, SpokenLanguage language)
    {
        var end = match.Index + match.Length;
        for (var i = match.Index; i < end;)
        {
            if (text.Written[i] == ' ')
            {
                i++;
                continue;
            }

            var stop = text.Written.IndexOf(' ', i, end - i);
            stop = stop < 0 ? end : stop;
            var groups = text.Written[i..stop].Split(['-', '.', '/', '(', ')', '+', '\u00A0', '\u2011'], StringSplitOptions.RemoveEmptyEntries);
            var said = string.Join(", ", groups.Select(group => language.Digits(group)));
            text.Replace(i, stop, $"{(text.Written[i] == '+' ? language.Signs.Plus + " " : string.Empty)}{said}{(stop < end ? "," : string.Empty)}");
            i = stop;
        }
    }

    [GeneratedRegex(@"(?<![\w.,+(])\+?\(?[0-9]+\)?([ .\-/\u00A0\u2011]{1,2}\(?[0-9]+\)?)*(?![\w]|[.,][0-9])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Candidate();

    [GeneratedRegex(@"^(1[\-. ])?([0-9]{3}[\-. ][0-9]{3}[\-. ][0-9]{4}|[0-9]{3}-[0-9]{4})$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex American();

    [GeneratedRegex(@"^[0-9]{1,2}[./][0-9]{1,2}[./]([0-9]{4}|[0-9]{2})$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex IsDate();
}
