namespace VoiceAgent.Sandbox.Recognition;

/// <summary>
/// Tells in which language something is said, by its small words and letters: German, Spanish, French, else English. What a provider with
/// language identification does with sound.
/// </summary>
internal static class LanguageEar
{
    private static readonly Dictionary<string, HashSet<string>> Words = new(StringComparer.Ordinal)
    {
        ["de"] = Set("ich sie wir der die das und ist nicht mit haben bitte danke guten tag morgen können wie was wann auf für ein eine mein noch heute öffnen ja nein gerne möchte einen termin"),
        ["es"] = Set("yo usted el la los las y es no con tengo quiero por favor gracias hola buenos días cómo qué cuándo para un una mi hoy sí puede cita abren a qué hora"),
        ["fr"] = Set("je vous nous le la les et est ne pas avec avoir merci bonjour comment quoi quand pour un une mon aujourd'hui oui non voudrais rendez-vous ouvrez quelle heure êtes"),
        ["en"] = Set("i you we the and is not with have please thanks hello good how what when for a an my today yes no would like appointment open do"),
    };

    /// <summary>ISO 639-1 code of the language of a text; of those allowed, unless none is named.</summary>
    public static string Of(string text, IReadOnlyCollection<string> allowed)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Wording.Plain).ToArray();
        var best = Words.Where(language => allowed.Count == 0 || allowed.Contains(language.Key))
            .Select(language => (language.Key, Count: words.Count(language.Value.Contains)))
            .OrderByDescending(language => language.Count)
            .FirstOrDefault();
        return best.Count > 0 ? best.Key : allowed.FirstOrDefault() ?? "en";
    }

    private static HashSet<string> Set(string words) => [.. words.Split(' ')];
}
