using System.Text.RegularExpressions;

namespace VoiceAgent.Core.Telephony;

/// <summary>Reading telephone numbers as people type them. Numbers are personal data: they never go into a log message.</summary>
public static partial class PhoneNumber
{
    /// <summary>Turns "+1 (202) 555-0131" into "+12025550131"; false unless the result is +E.164 (8 to 15 digits).</summary>
    public static bool TryNormalize(string? text, out string number)
    {
        number = Separators().Replace(text?.Trim() ?? string.Empty, string.Empty);
        if (number.StartsWith("00", StringComparison.Ordinal))
        {
            number = string.Concat("+", number.AsSpan(2));
        }

        return E164().IsMatch(number);
    }

    [GeneratedRegex(@"[ \u00A0().\-/]", RegexOptions.CultureInvariant)]
    private static partial Regex Separators();

    [GeneratedRegex(@"^\+[1-9][0-9]{7,14}\z", RegexOptions.CultureInvariant)]
    private static partial Regex E164();
}
