namespace VoiceAgent.Core.Speech.Languages;

/// <summary>The words of <see cref="SpokenEnglish"/>.</summary>
internal static class EnglishWords
{
    public static SpokenSigns Signs { get; } = new()
    {
        Point = "point",
        Minus = "minus",
        Plus = "plus",
        Percent = "percent",
        At = "at",
        Dot = "dot",
        Slash = "slash",
        Dash = "dash",
        Underscore = "underscore",
        To = "to",
        And = "and",
        Or = "or",
        Times = "times",
        Equal = "equals",
        Number = "number",
        About = "about",
        Half = "a half",
        Quarter = "a quarter",
        ThreeQuarters = "three quarters",
        Section = "section",
    };

    public static IReadOnlyList<string> Months { get; } =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    public static IReadOnlyDictionary<string, int> MonthAbbreviations { get; } = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase)
    {
        ["jan"] = 1,
        ["feb"] = 2,
        ["mar"] = 3,
        ["apr"] = 4,
        ["jun"] = 6,
        ["jul"] = 7,
        ["aug"] = 8,
        ["sep"] = 9,
        ["sept"] = 9,
        ["oct"] = 10,
        ["nov"] = 11,
        ["dec"] = 12,
    };

    public static Dictionary<string, string> Abbreviations { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["mr."] = "Mister",
        ["mrs."] = "Missus",
        ["ms."] = "Miz",
        ["dr."] = "Doctor",
        ["prof."] = "Professor",
        ["jr."] = "Junior",
        ["sr."] = "Senior",
        ["st."] = "Saint",
        ["e.g."] = "for example",
        ["e. g."] = "for example",
        ["i.e."] = "that is",
        ["i. e."] = "that is",
        ["etc."] = "et cetera",
        ["vs."] = "versus",
        ["approx."] = "approximately",
        ["dept."] = "department",
        ["ave."] = "Avenue",
        ["blvd."] = "Boulevard",
        ["rd."] = "Road",
        ["apt."] = "apartment",
        ["inc."] = "incorporated",
        ["ltd."] = "limited",
        ["co."] = "company",
        ["w/"] = "with",
        ["w/o"] = "without",
        ["24/7"] = "twenty-four seven",
        ["and/or"] = "and or",
        ["a.m."] = "AM",
        ["p.m."] = "PM",
        ["u.s."] = "US",
        ["u.k."] = "UK",
        ["asap"] = "as soon as possible",
    };

    public static Dictionary<string, string> BeforeNumbers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["no."] = "number",
        ["nr."] = "number",
        ["ext."] = "extension",
        ["tel."] = "telephone",
        ["rm."] = "room",
        ["p."] = "page",
    };

    public static IReadOnlyDictionary<string, SpokenUnit> Units { get; } = new Dictionary<string, SpokenUnit>(StringComparer.Ordinal)
    {
        ["km"] = new("one kilometer", "kilometers"),
        ["m"] = new("one meter", "meters"),
        ["cm"] = new("one centimeter", "centimeters"),
        ["mm"] = new("one millimeter", "millimeters"),
        ["mi"] = new("one mile", "miles"),
        ["ft"] = new("one foot", "feet"),
        ["kg"] = new("one kilogram", "kilograms"),
        ["g"] = new("one gram", "grams"),
        ["mg"] = new("one milligram", "milligrams"),
        ["lb"] = new("one pound", "pounds"),
        ["lbs"] = new("one pound", "pounds"),
        ["oz"] = new("one ounce", "ounces"),
        ["l"] = new("one liter", "liters"),
        ["ml"] = new("one milliliter", "milliliters"),
        ["°C"] = new("one degree Celsius", "degrees Celsius"),
        ["°F"] = new("one degree Fahrenheit", "degrees Fahrenheit"),
        ["°"] = new("one degree", "degrees"),
        ["mph"] = new("one mile per hour", "miles per hour"),
        ["km/h"] = new("one kilometer per hour", "kilometers per hour"),
        ["kWh"] = new("one kilowatt hour", "kilowatt hours"),
        ["GB"] = new("one gigabyte", "gigabytes"),
        ["MB"] = new("one megabyte", "megabytes"),
        ["m²"] = new("one square meter", "square meters"),
        ["sq ft"] = new("one square foot", "square feet"),
        ["min"] = new("one minute", "minutes"),
        ["min."] = new("one minute", "minutes"),
        ["hr"] = new("one hour", "hours"),
        ["hrs"] = new("one hour", "hours"),
        ["h"] = new("one hour", "hours"),
        ["sec"] = new("one second", "seconds"),
    };

    public static IReadOnlyDictionary<string, SpokenCurrency> Currencies { get; } = new Dictionary<string, SpokenCurrency>(StringComparer.Ordinal)
    {
        ["USD"] = new("one dollar", "dollars", "one cent", "cents"),
        ["EUR"] = new("one euro", "euros", "one cent", "cents"),
        ["GBP"] = new("one pound", "pounds", "one penny", "pence"),
        ["CHF"] = new("one franc", "francs", "one rappen", "rappen"),
        ["JPY"] = new("one yen", "yen", "one sen", "sen"),
        ["CAD"] = new("one Canadian dollar", "Canadian dollars", "one cent", "cents"),
        ["AUD"] = new("one Australian dollar", "Australian dollars", "one cent", "cents"),
        ["MXN"] = new("one peso", "pesos", "one centavo", "centavos"),
    };

    public static IReadOnlyDictionary<string, SpokenUnit> Scales { get; } = new Dictionary<string, SpokenUnit>(StringComparer.OrdinalIgnoreCase)
    {
        ["k"] = new("thousand", "thousand"),
        ["m"] = new("million", "million"),
        ["b"] = new("billion", "billion"),
        ["bn"] = new("billion", "billion"),
        ["thousand"] = new("thousand", "thousand"),
        ["million"] = new("million", "million"),
        ["billion"] = new("billion", "billion"),
    };

    public static IReadOnlySet<string> BeforeCodes { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        "code", "pin", "id", "ticket", "reference", "extension", "ext", "account", "zip", "confirmation", "tracking", "invoice", "booking", "serial",
    };
}
