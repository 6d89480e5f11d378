using System.Globalization;
using System.Text.RegularExpressions;
using VoiceAgent.Core.Speech.Languages;

namespace VoiceAgent.Core.Speech.Spoken;

/// <summary>Numbers with a unit, ordinal numbers, fractions, codes, and numbers alone.</summary>
internal static partial class CountingRules
{
    // A longer number that is not a round one names something and is read digit by digit.
    private const int LongestCounted = 4;

    public static void Apply(Rewriting text, SpokenLanguage language)
    {
        text.Each(WithUnit(), match =>
        {
            SayWithUnit(text, language, match);
            return null;
        });
        text.Each(Ordinal(), match => language.OrdinalEndings.Contains(match.Groups["s"].Value)
            ? language.Ordinal(long.Parse(match.Groups["n"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture), match.Groups["s"].Value.EndsWith('ª') ? "la" : text.WordBefore(match.Index))
            : null);
        text.Each(Fraction(), match => SayFraction(language, match));
        text.Each(Code(), match => SpellCode(match.ValueSpan, language));
        text.Each(Alone(), match => SayAlone(text, language, match));
    }

    private static void SayWithUnit(Rewriting text, SpokenLanguage language, Match match)
    {
        if (WrittenNumber.Read(match.Groups["n"].Value, language) is not { } number)
        {
            return;
        }

        var unit = match.Groups["u"];
        var name = unit.Value;
        if (name == "%")
        {
            text.Replace(match.Index, unit.Index + 1, $"{Sign(match, language)}{number.Say(language)} {language.Signs.Percent}");
            return;
        }

        if (!language.Units.TryGetValue(name, out var known))
        {
            name = name.TrimEnd('.');
            if (!language.Units.TryGetValue(name, out known))
            {
                return;
            }
        }

        var said = number.Decimals.Length == 0 ? language.Counted(number.Whole, known) : $"{number.Say(language)} {known.Many}";
        text.Replace(match.Index, unit.Index + name.Length, Sign(match, language) + said);
    }

    private static string Sign(Match match, SpokenLanguage language) => match.Groups["neg"].Value switch
    {
        "-" or "−" => language.Signs.Minus + " ",
        "+" => language.Signs.Plus + " ",
        _ => string.Empty,
    };

    private static string? SayFraction(SpokenLanguage language, Match match)
    {
        var said = match.Groups["f"].Value switch
        {
            "½" or "1/2" => language.Signs.Half,
            "¼" or "1/4" => language.Signs.Quarter,
            "¾" or "3/4" => language.Signs.ThreeQuarters,
            _ => null,
        };
        if (said is null)
        {
            return null;
        }

        return match.Groups["n"].Success
            ? $"{language.Cardinal(long.Parse(match.Groups["n"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture))} {language.Signs.And} {said}"
            : said;
    }

    // "AB-1234" and the like: letters by name, numbers of three and more digits one by one.
    private static string SpellCode(ReadOnlySpan<char> code, SpokenLanguage language)
    {
        var parts = new List<string>();
        for (var i = 0; i < code.Length;)
        {
            var isDigit = char.IsAsciiDigit(code[i]);
            var end = i + 1;
            while (end < code.Length && code[end] != '-' && char.IsAsciiDigit(code[end]) == isDigit)
            {
                end++;
            }

            if (code[i] == '-')
            {
                parts[^1] += ",";
            }
            else
            {
                var run = code[i..end];
                parts.Add(!isDigit ? (run.Length > 3 ? run.ToString() : string.Join(' ', run.ToString().ToCharArray()))
                    : run.Length <= 2 && run[0] != '0' ? language.Cardinal(long.Parse(run, NumberStyles.None, CultureInfo.InvariantCulture)) : language.Digits(run));
            }

            i = end;
        }

        return string.Join(' ', parts);
    }

    private static string? SayAlone(Rewriting text, SpokenLanguage language, Match match)
    {
        var written = match.Groups["n"].Value;
        var sign = Sign(match, language);
        if (WrittenNumber.Read(written, language) is not { } number)
        {
            return sign + SayParts(written, language);
        }

        if (number.Decimals.Length > 0 || number.IsGrouped)
        {
            return sign + number.Say(language, text.WordAfter(match.Index + match.Length));
        }

        var isName = (written.Length > 1 && written[0] == '0') || (written.Length > LongestCounted && number.Whole % 1000 != 0) || written.Length > 15
            || IsAfterCodeWord(text, language, match.Index);
        if (isName && written.Length > 1)
        {
            return sign + language.Digits(written);
        }

        return sign + (written.Length == 4 && number.Whole is >= 1100 and <= 2099
            ? language.Year((int)number.Whole)
            : language.Cardinal(number.Whole, text.WordAfter(match.Index + match.Length)));
    }

    // "1.2.3", "12 345" in a language that does not write so.
    private static string SayParts(string written, SpokenLanguage language)
    {
        var parts = written.Split(['.', ',', '\'', '’', ' ', '\u00A0', '\u202F']);
        var separator = written.Contains('.', StringComparison.Ordinal) ? $" {language.Signs.Dot} " : ", ";
        return string.Join(separator, parts.Select(part => part.Length > LongestCounted || (part.Length > 1 && part[0] == '0')
            ? language.Digits(part)
            : language.Cardinal(long.Parse(part, NumberStyles.None, CultureInfo.InvariantCulture))));
    }

    private static bool IsAfterCodeWord(Rewriting text, SpokenLanguage language, int index)
    {
        foreach (var word in text.Written[..index].Split([' ', ':', '#', '-'], StringSplitOptions.RemoveEmptyEntries).TakeLast(3))
        {
            if (language.BeforeCodes.Contains(word))
            {
                return true;
            }
        }

        return false;
    }

    [GeneratedRegex(
        @"(?<![\w.,])(?<neg>[\-−+])?(?<n>" + WrittenNumber.Pattern + @")[ \u00A0]?(?<u>%|[°º][CF]?|(sq ft|\p{L}{1,4}(/\p{L})?)[²³]?\.?)(?![\p{L}0-9])",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex WithUnit();

    [GeneratedRegex(@"(?<![\w.,])(?<n>[0-9]{1,4})(?<s>st|nd|rd|th|er|ère|re|ème|e|\.?[ºª])(?![\p{L}0-9])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Ordinal();

    [GeneratedRegex(@"(?<![\w.,/])((?<n>[0-9]{1,4})\s?(?=[½¼¾])|(?<n>[0-9]{1,3})\s(?=[13]/[24]))?(?<f>[½¼¾]|1/2|1/4|3/4)(?![\w/])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Fraction();

    [GeneratedRegex(@"(?<![\w\-])(?=[A-Z0-9\-]*[0-9])(?=[A-Z0-9\-]*[A-Z])[A-Z0-9]+(-[A-Z0-9]+)*(?![\w])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Code();

    [GeneratedRegex(@"((?<![\w.,)%])(?<neg>[\-−+]))?(?<![0-9.,])(?<n>" + WrittenNumber.Pattern + ")", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Alone();
}
