namespace VoiceAgent.Core.Speech.Languages;

/// <summary>The words of <see cref="SpokenFrench"/>.</summary>
internal static class FrenchWords
{
    public static SpokenSigns Signs { get; } = new()
    {
        Point = "virgule",
        Minus = "moins",
        Plus = "plus",
        Percent = "pour cent",
        At = "arobase",
        Dot = "point",
        Slash = "barre oblique",
        Dash = "tiret",
        Underscore = "tiret bas",
        To = "à",
        And = "et",
        Or = "ou",
        Times = "fois",
        Equal = "égale",
        Number = "numéro",
        About = "environ",
        Half = "un demi",
        Quarter = "un quart",
        ThreeQuarters = "trois quarts",
        Section = "article",
    };

    public static IReadOnlyList<string> Months { get; } =
        ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"];

    public static IReadOnlyDictionary<string, int> MonthAbbreviations { get; } = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase)
    {
        ["janv"] = 1,
        ["févr"] = 2,
        ["fév"] = 2,
        ["avr"] = 4,
        ["juil"] = 7,
        ["sept"] = 9,
        ["oct"] = 10,
        ["nov"] = 11,
        ["déc"] = 12,
    };

    public static Dictionary<string, string> Abbreviations { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["m."] = "Monsieur",
        ["mme"] = "Madame",
        ["mme."] = "Madame",
        ["mlle"] = "Mademoiselle",
        ["dr."] = "docteur",
        ["pr."] = "professeur",
        ["p.ex."] = "par exemple",
        ["p. ex."] = "par exemple",
        ["c.-à-d."] = "c'est-à-dire",
        ["etc."] = "et cetera",
        ["env."] = "environ",
        ["av."] = "avenue",
        ["bd"] = "boulevard",
        ["bd."] = "boulevard",
        ["st."] = "Saint",
        ["max."] = "maximum",
        ["min."] = "minimum",
        ["rdv"] = "rendez-vous",
        ["svp"] = "s'il vous plaît",
        ["et/ou"] = "et ou",
        ["24/7"] = "vingt-quatre heures sur vingt-quatre",
    };

    public static Dictionary<string, string> BeforeNumbers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["n°"] = "numéro",
        ["no."] = "numéro",
        ["tél."] = "téléphone",
        ["p."] = "page",
        ["art."] = "article",
    };

    public static IReadOnlyDictionary<string, SpokenUnit> Units { get; } = new Dictionary<string, SpokenUnit>(StringComparer.Ordinal)
    {
        ["km"] = new("un kilomètre", "kilomètres"),
        ["m"] = new("un mètre", "mètres"),
        ["cm"] = new("un centimètre", "centimètres"),
        ["mm"] = new("un millimètre", "millimètres"),
        ["kg"] = new("un kilogramme", "kilogrammes"),
        ["g"] = new("un gramme", "grammes"),
        ["mg"] = new("un milligramme", "milligrammes"),
        ["l"] = new("un litre", "litres"),
        ["ml"] = new("un millilitre", "millilitres"),
        ["°C"] = new("un degré Celsius", "degrés Celsius"),
        ["°F"] = new("un degré Fahrenheit", "degrés Fahrenheit"),
        ["°"] = new("un degré", "degrés"),
        ["km/h"] = new("un kilomètre à l'heure", "kilomètres à l'heure"),
        ["kWh"] = new("un kilowattheure", "kilowattheures"),
        ["Go"] = new("un gigaoctet", "gigaoctets"),
        ["Mo"] = new("un mégaoctet", "mégaoctets"),
        ["m²"] = new("un mètre carré", "mètres carrés"),
        ["min"] = new("une minute", "minutes"),
        ["min."] = new("une minute", "minutes"),
        ["s"] = new("une seconde", "secondes"),
    };

    public static IReadOnlyDictionary<string, SpokenCurrency> Currencies { get; } = new Dictionary<string, SpokenCurrency>(StringComparer.Ordinal)
    {
        ["USD"] = new("un dollar", "dollars", "un cent", "cents"),
        ["EUR"] = new("un euro", "euros", "un centime", "centimes"),
        ["GBP"] = new("une livre", "livres", "un penny", "pence"),
        ["CHF"] = new("un franc", "francs", "un centime", "centimes"),
        ["JPY"] = new("un yen", "yens", "un sen", "sen"),
        ["CAD"] = new("un dollar canadien", "dollars canadiens", "un cent", "cents"),
        ["AUD"] = new("un dollar australien", "dollars australiens", "un cent", "cents"),
        ["MXN"] = new("un peso", "pesos", "un centavo", "centavos"),
    };

    public static IReadOnlyDictionary<string, SpokenUnit> Scales { get; } = new Dictionary<string, SpokenUnit>(StringComparer.OrdinalIgnoreCase)
    {
        ["mille"] = new("mille", "mille"),
        ["million"] = new("un million", "millions"),
        ["millions"] = new("un million", "millions"),
        ["milliard"] = new("un milliard", "milliards"),
        ["milliards"] = new("un milliard", "milliards"),
    };

    public static IReadOnlySet<string> BeforeCodes { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        "code", "pin", "id", "ticket", "référence", "poste", "compte", "postal", "commande", "réservation", "facture", "dossier",
    };
}
