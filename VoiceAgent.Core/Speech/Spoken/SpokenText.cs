using VoiceAgent.Core.Speech.Languages;

namespace VoiceAgent.Core.Speech.Spoken;

/// <summary>
/// Says what was written for the eye: numbers, money, dates, times, telephone numbers, e-mail and web addresses, abbreviations and signs, in
/// English, German, Spanish and French; in another language only what cannot be said is left out. Pure, immutable, thread-safe.
/// </summary>
public sealed class SpokenText
{
    private readonly SpokenLanguage? _language;
    private readonly PronunciationList _pronunciations;

    private SpokenText(SpokenLanguage? language, PronunciationList pronunciations)
    {
        _language = language;
        _pronunciations = pronunciations;
    }

    /// <param name="language">BCP 47 tag; its country decides how dates are read in English.</param>
    /// <param name="pronunciations">Words that are said otherwise than written.</param>
    public static SpokenText For(string language, PronunciationList pronunciations)
    {
        ArgumentNullException.ThrowIfNull(language);
        return new SpokenText(LanguageOf(language), pronunciations);
    }

    /// <summary>Whether numbers and the like are said properly in a language, so that they may be written as they are.</summary>
    public static bool Knows(string language) => LanguageOf(language) is not null;

    /// <summary>How a piece is said. Pieces are said one by one: what belongs together is in one of them.</summary>
    /// <param name="written">A sentence or clause without Markdown.</param>
    public SpokenLine Say(string written)
    {
        ArgumentNullException.ThrowIfNull(written);
        var text = new Rewriting(written);
        if (_language is not null)
        {
            AddressRules.Apply(text, _language, _pronunciations);
        }

        _pronunciations.Apply(text);
        if (_language is not null)
        {
            if (written.AsSpan().ContainsAnyInRange('0', '9'))
            {
                PhoneRules.Apply(text, _language);
                CalendarRules.Apply(text, _language);
                MoneyRules.Apply(text, _language);
                CountingRules.Apply(text, _language);
            }

            WordRules.Apply(text, _language);
            SignRules.Apply(text, _language);
        }

        SignRules.LeaveOut(text);
        return text.Finish();
    }

    private static SpokenLanguage? LanguageOf(string tag)
    {
        var parts = tag.Split('-');
        return parts[0].ToUpperInvariant() switch
        {
            "EN" => parts.Length == 1 || parts[^1].ToUpperInvariant() is "US" or "PH" ? AmericanEnglish : OtherEnglish,
            "DE" => German,
            "ES" => Spanish,
            "FR" => French,
            _ => null,
        };
    }

    private static SpokenEnglish AmericanEnglish { get; } = new(isMonthFirst: true);

    private static SpokenEnglish OtherEnglish { get; } = new(isMonthFirst: false);

    private static SpokenGerman German { get; } = new();

    private static SpokenSpanish Spanish { get; } = new();

    private static SpokenFrench French { get; } = new();
}
