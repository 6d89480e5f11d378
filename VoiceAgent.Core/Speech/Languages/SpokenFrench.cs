namespace VoiceAgent.Core.Speech.Languages;

/// <summary>French, as counted in France.</summary>
internal sealed class SpokenFrench : SpokenLanguage
{
    private static readonly string[] Small =
    [
        "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize", "quatorze", "quinze", "seize",
        "dix-sept", "dix-huit", "dix-neuf",
    ];

    private static readonly string[] Tens = ["", "", "vingt", "trente", "quarante", "cinquante", "soixante", "soixante", "quatre-vingt", "quatre-vingt"];

    public override char DecimalMark => ',';

    public override bool GroupsWithSpaces => true;

    public override SpokenSigns Signs => FrenchWords.Signs;

    public override IReadOnlyList<string> Months => FrenchWords.Months;

    public override IReadOnlyDictionary<string, int> MonthAbbreviations => FrenchWords.MonthAbbreviations;

    public override Dictionary<string, string> Abbreviations => FrenchWords.Abbreviations;

    public override Dictionary<string, string> BeforeNumbers => FrenchWords.BeforeNumbers;

    public override IReadOnlyDictionary<string, SpokenUnit> Units => FrenchWords.Units;

    public override IReadOnlyDictionary<string, SpokenCurrency> Currencies => FrenchWords.Currencies;

    public override IReadOnlyDictionary<string, SpokenUnit> Scales => FrenchWords.Scales;

    public override IReadOnlySet<string> BeforeCodes => FrenchWords.BeforeCodes;

    public override IReadOnlySet<string> OrdinalEndings { get; } = new HashSet<string>(StringComparer.Ordinal) { "er", "re", "ère", "e", "ème" };

    public override string Cardinal(long number, string agreesWith = "")
    {
        var words = Whole(number);
        return IsFeminine(agreesWith) && words.EndsWith("un", StringComparison.Ordinal) ? words + "e" : words;
    }

    public override string Ordinal(long number, string before = "")
    {
        if (number == 1)
        {
            return before is "la" or "une" ? "première" : "premier";
        }

        var words = Whole(number);
        return words switch
        {
            _ when words.EndsWith("cinq", StringComparison.Ordinal) => words + "uième",
            _ when words.EndsWith("neuf", StringComparison.Ordinal) => words[..^1] + "vième",
            _ when words.EndsWith('e') => words[..^1] + "ième",
            _ when words.EndsWith("vingts", StringComparison.Ordinal) || words.EndsWith("cents", StringComparison.Ordinal) => words[..^1] + "ième",
            _ => words + "ième",
        };
    }

    public override string Date(int day, int month, int? year, string before)
    {
        var date = $"{(day == 1 ? "premier" : Whole(day))} {Months[month - 1]}";
        return year is { } known ? $"{date} {Year(known)}" : date;
    }

    public override string Time(int hour, int minute, bool? isAfternoon)
    {
        var full = isAfternoon switch { true when hour < 12 => hour + 12, false when hour == 12 => 0, _ => hour };
        var said = full < 2 ? (full == 0 ? "zéro heure" : "une heure") : $"{Cardinal(full, "heure")} heures";
        return minute == 0 ? (full is 0 or 24 ? "minuit" : said) : $"{said} {Cardinal(minute, "minute")}";
    }

    public override string Money(long whole, int cents, SpokenCurrency currency)
    {
        var large = whole == 1 ? currency.One : whole == 0 ? $"zéro {currency.Many.TrimEnd('s')}" : $"{Cardinal(whole, currency.Many)}{(IsMillions(whole) ? " de" : string.Empty)} {currency.Many}";
        return cents == 0 ? large
            : whole == 0 ? (cents == 1 ? currency.OneCent : $"{Whole(cents)} {currency.ManyCents}")
            : $"{large} {Whole(cents)}";
    }

    public override string MoneyScaled(string amount, SpokenUnit scale, bool isOne, SpokenCurrency currency)
    {
        var counted = isOne ? scale.One : $"{amount} {scale.Many}";
        return scale.Many == "mille" ? $"{counted} {currency.Many}" : $"{counted} de {currency.Many}";
    }

    private static bool IsMillions(long number) => number >= 1_000_000 && number % 1_000_000 == 0;

    private static bool IsFeminine(string noun) =>
        noun is "heure" or "heures" or "minute" or "minutes" or "seconde" or "secondes" or "personne" or "personnes" or "livre" or "livres" or "semaine" or "semaines"
            or "fois" or "place" or "places" or "chambre" or "chambres" or "nuit" or "nuits" or "table" or "tables";

    private static string Whole(long number) => number switch
    {
        >= 1_000_000_000 => Large(number, 1_000_000_000, "milliard"),
        >= 1_000_000 => Large(number, 1_000_000, "million"),
        >= 1000 => (number / 1000 == 1 ? "mille" : $"{Before(Whole(number / 1000))} mille") + Rest(number % 1000),
        >= 200 => number % 100 == 0 ? $"{Small[number / 100]} cents" : $"{Small[number / 100]} cent {Whole(number % 100)}",
        >= 100 => "cent" + Rest(number % 100),
        80 => "quatre-vingts",
        < 20 => Small[number],
        _ => Two(number),
    };

    // 70 and 90 go on counting from 60 and 80.
    private static string Two(long number)
    {
        var tens = number / 10;
        var ones = number % 10 + (tens is 7 or 9 ? 10 : 0);
        return ones switch
        {
            0 => Tens[tens],
            1 or 11 when tens < 8 => $"{Tens[tens]} et {Small[ones]}",
            _ => $"{Tens[tens]}-{Small[ones]}",
        };
    }

    private static string Large(long number, long size, string name)
    {
        var count = number / size;
        return (count == 1 ? $"un {name}" : $"{Whole(count)} {name}s") + Rest(number % size);
    }

    private static string Rest(long number) => number == 0 ? string.Empty : " " + Whole(number);

    // Only a number that ends in them gives "cents" and "quatre-vingts" their last letter.
    private static string Before(string words) =>
        words.EndsWith("cents", StringComparison.Ordinal) || words.EndsWith("vingts", StringComparison.Ordinal) ? words[..^1] : words;
}
