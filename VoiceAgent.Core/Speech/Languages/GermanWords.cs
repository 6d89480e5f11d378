namespace VoiceAgent.Core.Speech.Languages;

/// <summary>The words of <see cref="SpokenGerman"/>.</summary>
internal static class GermanWords
{
    public static SpokenSigns Signs { get; } = new()
    {
        Point = "Komma",
        Minus = "minus",
        Plus = "plus",
        Percent = "Prozent",
        At = "ät",
        Dot = "Punkt",
        Slash = "Schrägstrich",
        Dash = "Bindestrich",
        Underscore = "Unterstrich",
        To = "bis",
        And = "und",
        Or = "oder",
        Times = "mal",
        Equal = "gleich",
        Number = "Nummer",
        About = "etwa",
        Half = "ein halb",
        Quarter = "ein Viertel",
        ThreeQuarters = "drei Viertel",
        Section = "Paragraf",
    };

    public static IReadOnlyList<string> Months { get; } =
        ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"];

    public static IReadOnlyDictionary<string, int> MonthAbbreviations { get; } = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase)
    {
        ["jan"] = 1,
        ["feb"] = 2,
        ["mrz"] = 3,
        ["apr"] = 4,
        ["jun"] = 6,
        ["jul"] = 7,
        ["aug"] = 8,
        ["sep"] = 9,
        ["sept"] = 9,
        ["okt"] = 10,
        ["nov"] = 11,
        ["dez"] = 12,
    };

    public static Dictionary<string, string> Abbreviations { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["z.b."] = "zum Beispiel",
        ["z. b."] = "zum Beispiel",
        ["d.h."] = "das heißt",
        ["d. h."] = "das heißt",
        ["u.a."] = "unter anderem",
        ["u. a."] = "unter anderem",
        ["usw."] = "und so weiter",
        ["etc."] = "et cetera",
        ["bzw."] = "beziehungsweise",
        ["ca."] = "circa",
        ["dr."] = "Doktor",
        ["prof."] = "Professor",
        ["hr."] = "Herr",
        ["hrn."] = "Herrn",
        ["fr."] = "Frau",
        ["inkl."] = "inklusive",
        ["zzgl."] = "zuzüglich",
        ["ggf."] = "gegebenenfalls",
        ["evtl."] = "eventuell",
        ["max."] = "maximal",
        ["mind."] = "mindestens",
        ["st."] = "Sankt",
        ["str."] = "Straße",
        ["vgl."] = "vergleiche",
        ["o.ä."] = "oder ähnliches",
        ["bspw."] = "beispielsweise",
        ["i.d.r."] = "in der Regel",
        ["i. d. r."] = "in der Regel",
        ["gmbh"] = "Ge em be Ha",
        ["24/7"] = "rund um die Uhr",
        ["und/oder"] = "und oder",
    };

    public static Dictionary<string, string> BeforeNumbers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["nr."] = "Nummer",
        ["tel."] = "Telefon",
        ["abs."] = "Absatz",
        ["s."] = "Seite",
        ["zi."] = "Zimmer",
    };

    public static IReadOnlyDictionary<string, SpokenUnit> Units { get; } = new Dictionary<string, SpokenUnit>(StringComparer.Ordinal)
    {
        ["km"] = new("ein Kilometer", "Kilometer"),
        ["m"] = new("ein Meter", "Meter"),
        ["cm"] = new("ein Zentimeter", "Zentimeter"),
        ["mm"] = new("ein Millimeter", "Millimeter"),
        ["kg"] = new("ein Kilogramm", "Kilogramm"),
        ["g"] = new("ein Gramm", "Gramm"),
        ["mg"] = new("ein Milligramm", "Milligramm"),
        ["l"] = new("ein Liter", "Liter"),
        ["ml"] = new("ein Milliliter", "Milliliter"),
        ["°C"] = new("ein Grad Celsius", "Grad Celsius"),
        ["°F"] = new("ein Grad Fahrenheit", "Grad Fahrenheit"),
        ["°"] = new("ein Grad", "Grad"),
        ["km/h"] = new("ein Kilometer pro Stunde", "Kilometer pro Stunde"),
        ["kWh"] = new("eine Kilowattstunde", "Kilowattstunden"),
        ["GB"] = new("ein Gigabyte", "Gigabyte"),
        ["MB"] = new("ein Megabyte", "Megabyte"),
        ["m²"] = new("ein Quadratmeter", "Quadratmeter"),
        ["qm"] = new("ein Quadratmeter", "Quadratmeter"),
        ["min"] = new("eine Minute", "Minuten"),
        ["min."] = new("eine Minute", "Minuten"),
        ["Min."] = new("eine Minute", "Minuten"),
        ["Std."] = new("eine Stunde", "Stunden"),
        ["h"] = new("eine Stunde", "Stunden"),
        ["Sek."] = new("eine Sekunde", "Sekunden"),
        ["Mio."] = new("eine Million", "Millionen"),
        ["Mrd."] = new("eine Milliarde", "Milliarden"),
    };

    public static IReadOnlyDictionary<string, SpokenCurrency> Currencies { get; } = new Dictionary<string, SpokenCurrency>(StringComparer.Ordinal)
    {
        ["USD"] = new("ein Dollar", "Dollar", "ein Cent", "Cent"),
        ["EUR"] = new("ein Euro", "Euro", "ein Cent", "Cent"),
        ["GBP"] = new("ein Pfund", "Pfund", "ein Penny", "Pence"),
        ["CHF"] = new("ein Franken", "Franken", "ein Rappen", "Rappen"),
        ["JPY"] = new("ein Yen", "Yen", "ein Sen", "Sen"),
        ["CAD"] = new("ein kanadischer Dollar", "kanadische Dollar", "ein Cent", "Cent"),
        ["AUD"] = new("ein australischer Dollar", "australische Dollar", "ein Cent", "Cent"),
        ["MXN"] = new("ein Peso", "Pesos", "ein Centavo", "Centavos"),
    };

    public static IReadOnlyDictionary<string, SpokenUnit> Scales { get; } = new Dictionary<string, SpokenUnit>(StringComparer.OrdinalIgnoreCase)
    {
        ["mio."] = new("eine Million", "Millionen"),
        ["mrd."] = new("eine Milliarde", "Milliarden"),
        ["million"] = new("eine Million", "Millionen"),
        ["millionen"] = new("eine Million", "Millionen"),
        ["milliarde"] = new("eine Milliarde", "Milliarden"),
        ["milliarden"] = new("eine Milliarde", "Milliarden"),
        ["tausend"] = new("tausend", "tausend"),
    };

    public static IReadOnlySet<string> BeforeCodes { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        "code", "pin", "id", "ticket", "referenz", "durchwahl", "konto", "kontonummer", "kundennummer", "plz", "postleitzahl", "bestellnummer", "buchungsnummer",
        "rechnungsnummer", "auftragsnummer", "vorgangsnummer",
    };
}
