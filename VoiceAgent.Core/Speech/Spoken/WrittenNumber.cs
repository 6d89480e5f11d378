using System.Globalization;
using VoiceAgent.Core.Speech.Languages;

namespace VoiceAgent.Core.Speech.Spoken;

/// <summary>A number as it is written, with the marks of its groups and decimals.</summary>
/// <param name="Whole">Before the decimals.</param>
/// <param name="Decimals">Digits after the mark, or empty.</param>
/// <param name="IsGrouped">Whether its thousands are marked.</param>
internal readonly record struct WrittenNumber(long Whole, string Decimals, bool IsGrouped)
{
    /// <summary>A number without a sign, in the hands of every rule.</summary>
    public const string Pattern = @"([0-9]{1,3}([ \u00A0\u202F][0-9]{3})+(?![0-9])([.,][0-9]+)?|[0-9]+([.,'’][0-9]+)*)";

    /// <summary>Null when it is none, such as a version with three points.</summary>
    public static WrittenNumber? Read(string text, SpokenLanguage language)
    {
        var isSpaced = text.AsSpan().IndexOfAny(' ', '\u00A0', '\u202F') >= 0;
        if (isSpaced && !language.GroupsWithSpaces && text.Contains(' ', StringComparison.Ordinal))
        {
            return null;
        }

        var marks = text.Where(letter => !char.IsAsciiDigit(letter)).ToArray();
        var last = marks.Length == 0 ? '\0' : marks[^1];
        var digitsAfter = text.Length - 1 - text.LastIndexOf(last);
        var hasDecimals = last is '.' or ',' && (marks.Length == 1
            ? digitsAfter != 3 || (last == language.DecimalMark && !isSpaced) || text[0] == '0'
            : marks[..^1].All(mark => mark != last));
        var end = hasDecimals ? text.LastIndexOf(last) : text.Length;
        var groups = text[..end].Split(['.', ',', '\'', '’', ' ', '\u00A0', '\u202F']);
        var isGrouped = groups.Length > 1;
        if (isGrouped && groups.Skip(1).Any(group => group.Length != 3))
        {
            return null;
        }

        return long.TryParse(string.Concat(groups), NumberStyles.None, CultureInfo.InvariantCulture, out var whole)
            ? new WrittenNumber(whole, hasDecimals ? text[(end + 1)..] : string.Empty, isGrouped)
            : null;
    }

    /// <summary>The number in words.</summary>
    public string Say(SpokenLanguage language, string agreesWith = "") => Decimals.Length == 0
        ? language.Cardinal(Whole, agreesWith)
        : $"{language.Cardinal(Whole)} {language.Signs.Point} {language.Digits(Decimals)}";
}
