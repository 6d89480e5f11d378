using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using VoiceAgent.Core.Speech.Languages;

namespace VoiceAgent.Core.Speech.Spoken;

/// <summary>Signs that are said by a word, and those that are not said at all.</summary>
internal static partial class SignRules
{
    public static void Apply(Rewriting text, SpokenLanguage language)
    {
        if (!Sign().IsMatch(text.Written))
        {
            return;
        }

        var signs = language.Signs;
        text.Each(Range(), _ => $" {signs.To} ");
        text.Each(Sign(), match => match.Value switch
        {
            "&" => $" {signs.And} ",
            "=" => $" {signs.Equal} ",
            "×" or "*" => $" {signs.Times} ",
            "~" or "≈" => IsBeforeDigit(text, match) ? signs.About + " " : string.Empty,
            "#" or "№" => IsBeforeDigit(text, match) ? signs.Number + " " : string.Empty,
            "§" => signs.Section + " ",
            "@" => $" {signs.At} ",
            "%" => " " + signs.Percent,
            "+" => $" {signs.Plus} ",
            "/" => IsBetweenLetters(text, match) ? $" {signs.Or} " : $" {signs.Slash} ",
            "_" or "|" or "\\" => " ",
            "→" or "⇒" => ", ",
            _ => null,
        });
    }

    /// <summary>Leaves out emojis and marks that no voice can say.</summary>
    public static void LeaveOut(Rewriting text)
    {
        if (!text.Written.AsSpan().ContainsAnyExceptInRange(' ', '~') && !Emoticon().IsMatch(text.Written))
        {
            return;
        }

        var start = 0;
        foreach (var rune in text.Written.EnumerateRunes())
        {
            if (IsUnsayable(rune))
            {
                text.Replace(start, start + rune.Utf16SequenceLength, string.Empty);
            }

            start += rune.Utf16SequenceLength;
        }

        text.Each(Emoticon(), _ => string.Empty);
    }

    private static bool IsUnsayable(Rune rune) => rune.Value switch
    {
        0xB0 or 0xA6 => false,
        0x200B or 0x200D or 0x20E3 or 0xFEFF or (>= 0xFE00 and <= 0xFE0F) or (>= 0x1F000 and <= 0x1FAFF) or (>= 0xE0000 and <= 0xE007F) or 0xFFFD => true,
        _ => Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherSymbol or UnicodeCategory.PrivateUse,
    };

    private static bool IsBeforeDigit(Rewriting text, Match match) =>
        text.Written.AsSpan(match.Index + 1).TrimStart(' ') is { Length: > 0 } rest && (char.IsAsciiDigit(rest[0]) || rest[0] is '$' or '€' or '£');

    private static bool IsBetweenLetters(Rewriting text, Match match) =>
        match.Index > 0 && match.Index + 1 < text.Written.Length && char.IsLetter(text.Written[match.Index - 1]) && char.IsLetter(text.Written[match.Index + 1]);

    [GeneratedRegex(@"(?<=[0-9%€$£])\s?[–—\-]\s?(?=[0-9$€£])|(?<=[\p{L}.])\s?–\s?(?=[0-9])|(?<=\p{L})–(?=\p{L})", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Range();

    [GeneratedRegex(@"[&=×*~≈#№§@%+/_|\\→⇒–—]|(?<=[0-9])-(?=[0-9])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Sign();

    [GeneratedRegex(@"(?<=^|\s)[:;]-?[)(DPp](?=\s|$|[.,!?])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Emoticon();
}
