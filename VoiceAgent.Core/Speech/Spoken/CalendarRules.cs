using System.Globalization;
using System.Text.RegularExpressions;
using VoiceAgent.Core.Speech.Languages;

namespace VoiceAgent.Core.Speech.Spoken;

/// <summary>Dates and times of day.</summary>
internal static partial class CalendarRules
{
    public static void Apply(Rewriting text, SpokenLanguage language)
    {
        text.Each(Iso(), match => Date(text, language, match, Number(match, "d"), Number(match, "m")));
        text.Each(Numeric(), match => Numeric(text, language, match));
        if (language.IsMonthFirst || language is SpokenEnglish)
        {
            text.Each(MonthFirst(), match => Date(text, language, match, Number(match, "d"), language.MonthOf(match.Groups["m"].Value)));
        }

        text.Each(DayFirst(), match => Date(text, language, match, Number(match, "d"), language.MonthOf(match.Groups["m"].Value)));
        text.Each(TwelveHours(), match => Number(match, "h") is var hour and >= 1 and <= 12
            ? language.Time(hour, Number(match, "m"), match.Groups["p"].Value is "p" or "P")
            : null);
        text.Each(TwentyFourHours(), match => language.Time(Number(match, "h"), Number(match, "m"), null));
        if (language is SpokenFrench)
        {
            text.Each(FrenchHours(), match => Number(match, "h") <= 24 ? language.Time(Number(match, "h"), Number(match, "m"), null) : null);
        }

        if (language is SpokenGerman)
        {
            text.Each(GermanHours(), match => language.Time(Number(match, "h"), Number(match, "m"), null));
            text.Each(GermanDay(), match => Date(text, language, match, Number(match, "d"), Number(match, "m")));
            text.Each(GermanOrdinal(), match => language.Ordinal(Number(match, "n"), text.WordBefore(match.Index)));
        }
    }

    private static string? Numeric(Rewriting text, SpokenLanguage language, Match match)
    {
        var (first, second) = (Number(match, "a"), Number(match, "b"));
        var isMonthFirst = language.IsMonthFirst && match.Groups["s"].Value == "/" ? first <= 12 : second > 12;
        return isMonthFirst ? Date(text, language, match, second, first) : Date(text, language, match, first, second);
    }

    private static string? Date(Rewriting text, SpokenLanguage language, Match match, int day, int month)
    {
        if (day is < 1 or > 31 || month is < 1 or > 12)
        {
            return null;
        }

        int? year = match.Groups["y"].Success ? Number(match, "y") : null;
        return language.Date(day, month, year < 100 ? year + 2000 : year, text.WordBefore(match.Index));
    }

    private static int Number(Match match, string group) =>
        match.Groups[group] is { Success: true } found ? int.Parse(found.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"(?<![0-9\-])(?<y>[12][0-9]{3})-(?<m>[0-9]{2})-(?<d>[0-9]{2})(?![0-9\-])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Iso();

    [GeneratedRegex(@"(?<![0-9/.])(?<a>[0-9]{1,2})(?<s>[/.])(?<b>[0-9]{1,2})\k<s>(?<y>[12][0-9]{3}|[0-9]{2})(?![0-9]|[/.][0-9])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Numeric();

    [GeneratedRegex(
        @"(?<!\p{L})(?<m>\p{Lu}\p{L}{2,8})\.?\s(?<d>[0-9]{1,2})(st|nd|rd|th)?(?![0-9]|[:.,%][0-9]|\p{L})(,?\s(?<y>(19|20)[0-9]{2})(?![0-9]|[.,][0-9]))?",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex MonthFirst();

    [GeneratedRegex(
        @"(?<![0-9.,:])(?<d>[0-9]{1,2})(st|nd|rd|th|er|º|\.)?\s(of\s|de\s)?(?<m>\p{L}{3,10})(?!\p{L})(\.(?=\s[0-9(]))?(,?\s(de\s|del\s)?(?<y>(19|20)[0-9]{2})(?![0-9]|[.,][0-9]))?",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex DayFirst();

    [GeneratedRegex(@"(?<![0-9:.,])(?<h>[0-9]{1,2})([:.](?<m>[0-5][0-9]))?\s?(?<p>[aApP])(\.\s?[mM]\.|[mM](?![\p{L}0-9]))", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex TwelveHours();

    [GeneratedRegex(@"(?<![0-9:.,])(?<h>[01]?[0-9]|2[0-4]):(?<m>[0-5][0-9])(:[0-9]{2})?(\s(Uhr|h|hrs|horas)(?!\p{L}))?(?![0-9:])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex TwentyFourHours();

    [GeneratedRegex(@"(?<![0-9:.,])(?<h>[0-9]{1,2})\s?[hH](\s?(?<m>[0-5][0-9]))?(?![\p{L}0-9])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex FrenchHours();

    [GeneratedRegex(@"(?<![0-9:.,])(?<h>[01]?[0-9]|2[0-4])\.(?<m>[0-5][0-9])\sUhr(?!\p{L})", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex GermanHours();

    [GeneratedRegex(@"(?<![0-9.,])(?<d>[0-9]{1,2})\.\s?(?<m>[0-9]{1,2})\.(?![0-9])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex GermanDay();

    [GeneratedRegex(
        @"(?<=(^|\s)(am|im|der|die|das|dem|den|zum|zur|vom|beim|ab|bis|Am|Im|Der|Die|Das|Zum|Vom|Ab)\s)(?<n>[0-9]{1,2})\.(?=\s\p{Lu})",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex GermanOrdinal();
}
