using System.Buffers;
using System.Text.RegularExpressions;
using VoiceAgent.Core.Speech.Languages;

namespace VoiceAgent.Core.Speech.Spoken;

/// <summary>E-mail and web addresses.</summary>
internal static partial class AddressRules
{
    private static readonly SearchValues<char> Vowels = SearchValues.Create("aeiouyAEIOUYäöüÄÖÜéèáíóú");

    public static void Apply(Rewriting text, SpokenLanguage language, PronunciationList pronunciations)
    {
        if (text.Written.Contains('@', StringComparison.Ordinal))
        {
            text.Each(Email(), match => Spell(match.ValueSpan, language, pronunciations));
        }

        if (text.Written.Contains('.', StringComparison.Ordinal))
        {
            text.Each(Web(), match => Spell(Essence(match.Value), language, pronunciations));
            text.Each(Domain(), match => Spell(Essence(match.Value), language, pronunciations));
        }
    }

    /// <summary>Says letters as the words they make, digits one by one, and signs by their names.</summary>
    private static string Spell(ReadOnlySpan<char> address, SpokenLanguage language, PronunciationList pronunciations)
    {
        var words = new List<string>();
        for (var i = 0; i < address.Length;)
        {
            var end = i + 1;
            if (char.IsLetter(address[i]))
            {
                while (end < address.Length && char.IsLetter(address[end]))
                {
                    end++;
                }

                words.Add(Word(address[i..end], pronunciations));
            }
            else if (Sign(address[i], language) is { } sign)
            {
                words.Add(sign);
            }

            i = end;
        }

        return string.Join(' ', words);
    }

    // Letters that make no syllable are said one by one.
    private static string Word(ReadOnlySpan<char> letters, PronunciationList pronunciations)
    {
        if (pronunciations.Find(letters) is { } said)
        {
            return said;
        }

        return letters.Length > 1 && letters.Length <= 4 && !letters.ContainsAny(Vowels)
            ? string.Join(' ', letters.ToString().ToUpperInvariant().ToCharArray())
            : letters.ToString();
    }

    private static string? Sign(char sign, SpokenLanguage language) => sign switch
    {
        >= '0' and <= '9' => language.Cardinal(sign - '0'),
        '@' => language.Signs.At,
        '.' => language.Signs.Dot,
        '_' => language.Signs.Underscore,
        '-' => language.Signs.Dash,
        '+' => language.Signs.Plus,
        '/' => language.Signs.Slash,
        _ => null,
    };

    // Nobody says the scheme, nor what follows the question mark.
    private static string Essence(string address)
    {
        var start = address.IndexOf("://", StringComparison.Ordinal);
        var bare = start < 0 ? address : address[(start + 3)..];
        bare = bare.StartsWith("www.", StringComparison.OrdinalIgnoreCase) ? bare[4..] : bare;
        var end = bare.IndexOfAny(['?', '#']);
        return (end < 0 ? bare : bare[..end]).TrimEnd('/', '.');
    }

    [GeneratedRegex(@"[\p{L}0-9._%+\-]+@[\p{L}0-9\-]+(\.[\p{L}0-9\-]+)+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Email();

    [GeneratedRegex(@"(https?://|www\.)[^\s,;!""<>()\[\]]*[\p{L}0-9/]", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex Web();

    [GeneratedRegex(
        @"(?<![\w@.\-])[\p{L}0-9\-]+(\.[\p{L}0-9\-]+)*\.(com|org|net|de|es|fr|eu|io|ai|app|dev|info|co|uk|at|ch|us|ca|mx|be|biz|shop|gov|edu)(/[^\s,;!""<>()\[\]]*[\p{L}0-9/])?(?![\p{L}0-9])",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Domain();
}
