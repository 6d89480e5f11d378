using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Keys.Intake;

/// <summary>
/// Reads a key as users paste it. What could never work, or belongs elsewhere, is refused with a message that names what was found and
/// repeats nothing of the key; what merely looks unusual is a warning.
/// </summary>
internal static class KeyIntake
{
    private const int MinLength = 8;

    /// <summary>Keys shorter than this show no tail: four characters of a short key would be too much of it.</summary>
    private const int MinLengthWithTail = 20;

    private const int TailLength = 4;
    private const int PlaceholderLength = MinLengthWithTail - 4;

    /// <param name="key">The trimmed key when there is no problem.</param>
    /// <returns>What is wrong, in the user's words, or null.</returns>
    public static string? Check(ProviderName provider, string? text, out string key)
    {
        key = string.Empty;
        var trimmed = text?.Trim() ?? string.Empty;
        if (trimmed.Length == 0)
        {
            return $"Enter the {Name(provider)} key.";
        }

        var problem = CharacterProblem(trimmed) ?? LengthProblem(trimmed) ?? KeyShapes.ForeignKey(provider, trimmed);
        if (problem is null)
        {
            key = trimmed;
        }

        return problem;
    }

    /// <summary>
    /// What is stored in the place of a key where a server needs none: random, so that it is nobody else's, and too short to show a
    /// tail. It is never sent.
    /// </summary>
    public static string Placeholder() => RandomNumberGenerator.GetHexString(PlaceholderLength, lowercase: true);

    /// <summary>What may be shown of the key.</summary>
    public static string Tail(string key) => key.Length >= MinLengthWithTail ? key[^TailLength..] : string.Empty;

    private static string? CharacterProblem(string key)
    {
        var position = 0;
        foreach (var rune in key.EnumerateRunes())
        {
            position++;
            if (rune.Value is < 0x21 or > 0x7E)
            {
                return $"{Describe(rune)} at position {position} of the key. Copy the key again and paste it alone.";
            }
        }

        return key[0] is '"' or '\'' or '`'
            ? "The key is in quotation marks. Paste it without them."
            : null;
    }

    private static string? LengthProblem(string key) => key.Length switch
    {
        < MinLength => $"This is too short for a key: {key.Length} characters. Copy the whole key.",
        > KeyVault.MaxKeyLength => $"This is too long for a key: {key.Length} characters, at most {KeyVault.MaxKeyLength}. Paste the key alone.",
        _ => null,
    };

    private static string Describe(Rune found) => found.Value switch
    {
        ' ' => "There is a space",
        '\t' => "There is a tab",
        '\r' or '\n' or 0x85 or 0x2028 or 0x2029 => "There is a line break",
        0xA0 or 0x202F or 0x2007 => $"There is a non-breaking space ({Code(found)})",
        0x200B => $"There is an invisible zero-width space ({Code(found)})",
        0x200C or 0x200D => $"There is an invisible zero-width joiner ({Code(found)})",
        0xFEFF => $"There is an invisible byte order mark ({Code(found)})",
        0x2018 or 0x2019 or 0x201C or 0x201D => $"There is a curly quotation mark ({Code(found)})",
        >= 0x2010 and <= 0x2015 => $"There is a typographic dash ({Code(found)})",
        0x2022 or 0x2026 or 0x25CF => $"There is a {(found.Value == 0x2026 ? "ellipsis" : "bullet")} ({Code(found)}), as in a masked key,",
        _ => Rune.GetUnicodeCategory(found) is UnicodeCategory.Control or UnicodeCategory.Format
            ? $"There is an invisible character ({Code(found)})"
            : $"There is a character that keys do not have ({Code(found)})",
    };

    private static string Code(Rune rune) => $"U+{rune.Value:X4}";

    private static string Name(ProviderName provider) => ProviderCatalog.Get(provider).DisplayName;
}
