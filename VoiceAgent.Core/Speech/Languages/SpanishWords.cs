namespace VoiceAgent.Core.Speech.Languages;

/// <summary>The words of <see cref="SpokenSpanish"/>.</summary>
internal static class SpanishWords
{
    public static SpokenSigns Signs { get; } = new()
    {
        Point = "coma",
        Minus = "menos",
        Plus = "más",
        Percent = "por ciento",
        At = "arroba",
        Dot = "punto",
        Slash = "barra",
        Dash = "guion",
        Underscore = "guion bajo",
        To = "a",
        And = "y",
        Or = "o",
        Times = "por",
        Equal = "igual a",
        Number = "número",
        About = "unos",
        Half = "un medio",
        Quarter = "un cuarto",
        ThreeQuarters = "tres cuartos",
        Section = "artículo",
    };

    public static IReadOnlyList<string> Months { get; } =
        ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"];

    public static IReadOnlyDictionary<string, int> MonthAbbreviations { get; } = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase)
    {
        ["ene"] = 1,
        ["feb"] = 2,
        ["mar"] = 3,
        ["abr"] = 4,
        ["may"] = 5,
        ["jun"] = 6,
        ["jul"] = 7,
        ["ago"] = 8,
        ["sep"] = 9,
        ["sept"] = 9,
        ["oct"] = 10,
        ["nov"] = 11,
        ["dic"] = 12,
    };

    public static Dictionary<string, string> Abbreviations { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["sr."] = "señor",
        ["sra."] = "señora",
        ["srta."] = "señorita",
        ["sres."] = "señores",
        ["dr."] = "doctor",
        ["dra."] = "doctora",
        ["prof."] = "profesor",
        ["d."] = "don",
        ["dña."] = "doña",
        ["ud."] = "usted",
        ["uds."] = "ustedes",
        ["vd."] = "usted",
        ["p.ej."] = "por ejemplo",
        ["p. ej."] = "por ejemplo",
        ["etc."] = "etcétera",
        ["aprox."] = "aproximadamente",
        ["av."] = "avenida",
        ["avda."] = "avenida",
        ["c/"] = "calle",
        ["dpto."] = "departamento",
        ["ee.uu."] = "Estados Unidos",
        ["ee. uu."] = "Estados Unidos",
        ["máx."] = "máximo",
        ["mín."] = "mínimo",
        ["y/o"] = "y o",
        ["24/7"] = "veinticuatro siete",
    };

    public static Dictionary<string, string> BeforeNumbers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["núm."] = "número",
        ["nº"] = "número",
        ["n.º"] = "número",
        ["no."] = "número",
        ["tel."] = "teléfono",
        ["tfno."] = "teléfono",
        ["ext."] = "extensión",
        ["pág."] = "página",
    };

    public static IReadOnlyDictionary<string, SpokenUnit> Units { get; } = new Dictionary<string, SpokenUnit>(StringComparer.Ordinal)
    {
        ["km"] = new("un kilómetro", "kilómetros"),
        ["m"] = new("un metro", "metros"),
        ["cm"] = new("un centímetro", "centímetros"),
        ["mm"] = new("un milímetro", "milímetros"),
        ["kg"] = new("un kilogramo", "kilogramos"),
        ["g"] = new("un gramo", "gramos"),
        ["mg"] = new("un miligramo", "miligramos"),
        ["l"] = new("un litro", "litros"),
        ["ml"] = new("un mililitro", "mililitros"),
        ["°C"] = new("un grado Celsius", "grados Celsius"),
        ["ºC"] = new("un grado Celsius", "grados Celsius"),
        ["°F"] = new("un grado Fahrenheit", "grados Fahrenheit"),
        ["°"] = new("un grado", "grados"),
        ["km/h"] = new("un kilómetro por hora", "kilómetros por hora"),
        ["kWh"] = new("un kilovatio hora", "kilovatios hora"),
        ["GB"] = new("un gigabyte", "gigabytes"),
        ["MB"] = new("un megabyte", "megabytes"),
        ["m²"] = new("un metro cuadrado", "metros cuadrados"),
        ["min"] = new("un minuto", "minutos"),
        ["min."] = new("un minuto", "minutos"),
        ["h"] = new("una hora", "horas"),
        ["s"] = new("un segundo", "segundos"),
    };

    public static IReadOnlyDictionary<string, SpokenCurrency> Currencies { get; } = new Dictionary<string, SpokenCurrency>(StringComparer.Ordinal)
    {
        ["USD"] = new("un dólar", "dólares", "un centavo", "centavos"),
        ["EUR"] = new("un euro", "euros", "un céntimo", "céntimos"),
        ["GBP"] = new("una libra", "libras", "un penique", "peniques"),
        ["CHF"] = new("un franco", "francos", "un céntimo", "céntimos"),
        ["JPY"] = new("un yen", "yenes", "un sen", "sen"),
        ["CAD"] = new("un dólar canadiense", "dólares canadienses", "un centavo", "centavos"),
        ["AUD"] = new("un dólar australiano", "dólares australianos", "un centavo", "centavos"),
        ["MXN"] = new("un peso", "pesos", "un centavo", "centavos"),
    };

    public static IReadOnlyDictionary<string, SpokenUnit> Scales { get; } = new Dictionary<string, SpokenUnit>(StringComparer.OrdinalIgnoreCase)
    {
        ["mil"] = new("mil", "mil"),
        ["millón"] = new("un millón", "millones"),
        ["millones"] = new("un millón", "millones"),
    };

    public static IReadOnlySet<string> BeforeCodes { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        "código", "pin", "id", "ticket", "referencia", "extensión", "cuenta", "postal", "pedido", "reserva", "factura", "localizador",
    };
}
