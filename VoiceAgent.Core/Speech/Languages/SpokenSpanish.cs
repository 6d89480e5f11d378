namespace VoiceAgent.Core.Speech.Languages;

/// <summary>Spanish.</summary>
internal sealed class SpokenSpanish : SpokenLanguage
{
    private static readonly string[] Small =
    [
        "cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce", "trece", "catorce", "quince", "dieciséis",
        "diecisiete", "dieciocho", "diecinueve", "veinte", "veintiuno", "veintidós", "veintitrés", "veinticuatro", "veinticinco", "veintiséis", "veintisiete",
        "veintiocho", "veintinueve",
    ];

    private static readonly string[] Tens = ["", "", "", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"];

    private static readonly string[] Hundreds =
        ["", "ciento", "doscientos", "trescientos", "cuatrocientos", "quinientos", "seiscientos", "setecientos", "ochocientos", "novecientos"];

    private static readonly HashSet<string> MasculineInA = new(StringComparer.OrdinalIgnoreCase) { "día", "días", "problema", "problemas", "programa", "programas", "mapa", "mapas" };

    private static readonly string[] Ordinals = ["", "primero", "segundo", "tercero", "cuarto", "quinto", "sexto", "séptimo", "octavo", "noveno", "décimo"];

    public override char DecimalMark => ',';

    public override bool GroupsWithSpaces => true;

    public override SpokenSigns Signs => SpanishWords.Signs;

    public override IReadOnlyList<string> Months => SpanishWords.Months;

    public override IReadOnlyDictionary<string, int> MonthAbbreviations => SpanishWords.MonthAbbreviations;

    public override Dictionary<string, string> Abbreviations => SpanishWords.Abbreviations;

    public override Dictionary<string, string> BeforeNumbers => SpanishWords.BeforeNumbers;

    public override IReadOnlyDictionary<string, SpokenUnit> Units => SpanishWords.Units;

    public override IReadOnlyDictionary<string, SpokenCurrency> Currencies => SpanishWords.Currencies;

    public override IReadOnlyDictionary<string, SpokenUnit> Scales => SpanishWords.Scales;

    public override IReadOnlySet<string> BeforeCodes => SpanishWords.BeforeCodes;

    public override IReadOnlySet<string> OrdinalEndings { get; } = new HashSet<string>(StringComparer.Ordinal) { "º", "ª", ".º", ".ª" };

    public override string Cardinal(long number, string agreesWith = "")
    {
        var words = Whole(number);
        if (agreesWith.Length == 0 || !words.EndsWith("uno", StringComparison.Ordinal))
        {
            return words;
        }

        // "uno" loses its end before a noun, and follows its gender.
        var isFeminine = (agreesWith.EndsWith('a') || agreesWith.EndsWith("as", StringComparison.Ordinal)) && !MasculineInA.Contains(agreesWith);
        return isFeminine ? words[..^1] + "a" : Shortened(words);
    }

    public override string Ordinal(long number, string before = "")
    {
        var isFeminine = before is "la" or "una";
        var word = number < Ordinals.Length ? Ordinals[number] : Whole(number);
        return isFeminine && word.EndsWith('o') ? word[..^1] + "a" : word;
    }

    public override string Date(int day, int month, int? year, string before)
    {
        var date = $"{(day == 1 ? "primero" : Whole(day))} de {Months[month - 1]}";
        return year is { } known ? $"{date} de {Year(known)}" : date;
    }

    public override string Time(int hour, int minute, bool? isAfternoon)
    {
        var half = isAfternoon switch { true => " de la tarde", false => " de la mañana", null => string.Empty };
        var said = Cardinal(hour, "horas");
        return minute switch
        {
            _ when hour > 12 && minute > 0 => $"{said} {Whole(minute)}",
            0 => $"{said}{(half.Length == 0 ? " en punto" : string.Empty)}{half}",
            15 => $"{said} y cuarto{half}",
            30 => $"{said} y media{half}",
            _ => $"{said} y {Whole(minute)}{half}",
        };
    }

    public override string Money(long whole, int cents, SpokenCurrency currency)
    {
        var large = whole == 1 ? currency.One : $"{Cardinal(whole, currency.Many)}{(IsMillions(whole) ? " de" : string.Empty)} {currency.Many}";
        var small = cents == 1 ? currency.OneCent : $"{Cardinal(cents, currency.ManyCents)} {currency.ManyCents}";
        return cents == 0 ? large : whole == 0 ? small : $"{large} con {small}";
    }

    public override string MoneyScaled(string amount, SpokenUnit scale, bool isOne, SpokenCurrency currency)
    {
        var counted = isOne ? scale.One : $"{amount} {scale.Many}";
        return scale.Many == "mil" ? $"{counted} {currency.Many}" : $"{counted} de {currency.Many}";
    }

    private static bool IsMillions(long number) => number >= 1_000_000 && number % 1_000_000 == 0;

    private static string Shortened(string words) => words.EndsWith("veintiuno", StringComparison.Ordinal) ? words[..^3] + "ún" : words[..^1];

    private static string Whole(long number)
    {
        if (number >= 1_000_000)
        {
            var millions = number / 1_000_000;
            var large = millions == 1 ? "un millón" : $"{Before(Whole(millions))} millones";
            return number % 1_000_000 == 0 ? large : $"{large} {Whole(number % 1_000_000)}";
        }

        if (number >= 1000)
        {
            var thousands = number / 1000 == 1 ? "mil" : $"{Before(Whole(number / 1000))} mil";
            return number % 1000 == 0 ? thousands : $"{thousands} {Whole(number % 1000)}";
        }

        return number switch
        {
            100 => "cien",
            > 100 => Hundreds[number / 100] + (number % 100 == 0 ? string.Empty : " " + Whole(number % 100)),
            < 30 => Small[number],
            _ => Tens[number / 10] + (number % 10 == 0 ? string.Empty : " y " + Small[number % 10]),
        };
    }

    private static string Before(string words) => words.EndsWith("uno", StringComparison.Ordinal) ? Shortened(words) : words;
}
