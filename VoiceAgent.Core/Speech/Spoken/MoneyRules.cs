using System.Text.RegularExpressions;
using VoiceAgent.Core.Speech.Languages;

namespace VoiceAgent.Core.Speech.Spoken;

/// <summary>Amounts of money.</summary>
internal static partial class MoneyRules
{
    private const string Codes = "USD|EUR|GBP|CHF|JPY|CAD|AUD|MXN";

    public static void Apply(Rewriting text, SpokenLanguage language)
    {
        text.Each(SignFirst(), match =>
        {
            var scale = Scale(match, language);
            if (Say(match, language, scale) is { } said)
            {
                text.Replace(match.Index, EndOf(match, language, scale), said);
            }

            return null;
        });
        text.Each(SignLast(), match => match.Groups["s"].Success && Scale(match, language) is null ? null : Say(match, language, Scale(match, language)));
    }

    // A dot behind "M" ends the sentence, one behind "Mio" is its own.
    private static int EndOf(Match match, SpokenLanguage language, SpokenUnit? scale)
    {
        var last = scale is null ? match.Groups["n"] : match.Groups["s"];
        var isDotOutside = scale is not null && last.Value.EndsWith('.') && !language.Scales.ContainsKey(last.Value);
        return last.Index + last.Length - (isDotOutside ? 1 : 0);
    }

    private static SpokenUnit? Scale(Match match, SpokenLanguage language) =>
        match.Groups["s"] is { Success: true, Value: var word }
        ? language.Scales.GetValueOrDefault(word) ?? language.Scales.GetValueOrDefault(word.TrimEnd('.'))
        : null;

    private static string? Say(Match match, SpokenLanguage language, SpokenUnit? scale)
    {
        if (WrittenNumber.Read(match.Groups["n"].Value, language) is not { } number || !language.Currencies.TryGetValue(CodeOf(match.Groups["c"].Value), out var currency))
        {
            return null;
        }

        // "12 euros" is said as it is; "12.50 euros" is not.
        var isWord = match.Groups["c"].Value.AsSpan().ContainsAnyInRange('a', 'z');
        if (scale is null && number.Decimals.Length is not (0 or 2))
        {
            return isWord ? null : $"{number.Say(language)} {currency.Many}";
        }

        var sign = match.Groups["neg"].Success ? language.Signs.Minus + " " : string.Empty;
        if (scale is not null)
        {
            return sign + language.MoneyScaled(number.Say(language, scale.Many), scale, number is { Whole: 1, Decimals.Length: 0 }, currency);
        }

        var cents = number.Decimals.Length == 0 ? 0 : ((number.Decimals[0] - '0') * 10) + number.Decimals[1] - '0';
        return isWord && cents == 0 ? null : sign + language.Money(number.Whole, cents, currency);
    }

    private static string CodeOf(string sign) => sign.Trim() switch
    {
        "$" or "US$" => "USD",
        "€" => "EUR",
        "£" => "GBP",
        "¥" => "JPY",
        "C$" or "CA$" => "CAD",
        "A$" => "AUD",
        "MX$" => "MXN",
        { Length: 3 } code when char.IsUpper(code[0]) => code,
        var word => char.ToUpperInvariant(word[0]) switch { 'E' => "EUR", 'P' => "GBP", _ => "USD" },
    };

    [GeneratedRegex(
        @"(?<![\w.,])(?<neg>[\-−])?(?<c>(US|CA?|A|MX)?\$|€|£|¥|(" + Codes + @")(?=[ \u00A0]?[0-9]))[ \u00A0]?(?<n>" + WrittenNumber.Pattern + @")([ \u00A0]?(?<s>\p{L}+\.?)(?!\p{L}))?(?![0-9])",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex SignFirst();

    [GeneratedRegex(
        @"(?<![\w.,$€£])(?<neg>[\-−])?(?<n>" + WrittenNumber.Pattern + @")[ \u00A0]?((?<s>\p{L}+\.?)[ \u00A0])?(?<c>€|\$|£|¥|(" + Codes + @"|[Ee]uros?|[Dd]ollars?|dólares|pounds)(?!\p{L}))",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex SignLast();
}
