using System.Text;

namespace VoiceAgent.Core.Storage;

/// <summary>
/// Text as databases can hold and compare it: the NUL character, at which they cut a text short, and halves of surrogate pairs, which have
/// no UTF-8 form, become the replacement character U+FFFD. Its order is that of its code points.
/// </summary>
internal static class StorableText
{
    private const char Replacement = '\uFFFD';

    public static string Of(string value)
    {
        var index = value.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF');
        if (index < 0 && !value.Contains('\0'))
        {
            return value;
        }

        var text = new StringBuilder(value.Length);
        foreach (var rune in value.EnumerateRunes())
        {
            text.Append(rune.Value == 0 ? Replacement.ToString() : rune.ToString());
        }

        return text.ToString();
    }

    /// <summary>The first text behind all that begin with the prefix; null when there is no text behind.</summary>
    public static string? AfterAllWith(string prefix)
    {
        var runes = prefix.EnumerateRunes().ToList();
        while (runes.Count > 0 && runes[^1].Value == 0x10FFFF)
        {
            runes.RemoveAt(runes.Count - 1);
        }

        if (runes.Count == 0)
        {
            return null;
        }

        runes[^1] = new Rune(runes[^1].Value == 0xD7FF ? 0xE000 : runes[^1].Value + 1);
        return string.Concat(runes.Select(rune => rune.ToString()));
    }
}
