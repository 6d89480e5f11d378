namespace VoiceAgent.Core.Speech.Languages;

/// <summary>German.</summary>
internal sealed class SpokenGerman : SpokenLanguage
{
    private static readonly string[] Small =
    [
        "null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf", "dreizehn", "vierzehn", "fünfzehn",
        "sechzehn", "siebzehn", "achtzehn", "neunzehn",
    ];

    private static readonly string[] Tens = ["", "", "zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"];

    // After these a day is "zwölften", after "der" and "die" it is "zwölfte", alone "zwölfter".
    private static readonly HashSet<string> Dative =
        new(StringComparer.Ordinal) { "am", "vom", "zum", "dem", "den", "im", "bis", "ab", "seit", "beim", "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag" };

    public override char DecimalMark => ',';

    public override SpokenSigns Signs => GermanWords.Signs;

    public override IReadOnlyList<string> Months => GermanWords.Months;

    public override IReadOnlyDictionary<string, int> MonthAbbreviations => GermanWords.MonthAbbreviations;

    public override Dictionary<string, string> Abbreviations => GermanWords.Abbreviations;

    public override Dictionary<string, string> BeforeNumbers => GermanWords.BeforeNumbers;

    public override IReadOnlyDictionary<string, SpokenUnit> Units => GermanWords.Units;

    public override IReadOnlyDictionary<string, SpokenCurrency> Currencies => GermanWords.Currencies;

    public override IReadOnlyDictionary<string, SpokenUnit> Scales => GermanWords.Scales;

    public override IReadOnlySet<string> BeforeCodes => GermanWords.BeforeCodes;

    public override string? Abbreviation(ReadOnlySpan<char> token, bool isBeforeName) =>
        token.Length > 4 && token.EndsWith("str.", StringComparison.Ordinal) ? $"{token[..^4]}straße" : base.Abbreviation(token, isBeforeName);

    public override string Cardinal(long number, string agreesWith = "")
    {
        if (number == 1 && agreesWith.Length > 0 && char.IsUpper(agreesWith[0]))
        {
            return agreesWith.EndsWith('e') ? "eine" : "ein";
        }

        return number >= 1_000_000_000 ? Millions(number, 1_000_000_000, "eine Milliarde", "Milliarden")
            : number >= 1_000_000 ? Millions(number, 1_000_000, "eine Million", "Millionen")
            : Joined(number);
    }

    public override string Ordinal(long number, string before = "")
    {
        var stem = number switch
        {
            1 => "erst",
            3 => "dritt",
            7 => "siebt",
            8 => "acht",
            _ when number % 100 is > 0 and < 20 => Cardinal(number) + "t",
            _ => Cardinal(number) + "st",
        };
        return stem + (Dative.Contains(before) ? "en" : before is "der" or "die" or "das" ? "e" : "er");
    }

    public override string Year(int year)
    {
        if (year is < 1100 or > 1999)
        {
            return Cardinal(year);
        }

        return $"{Joined(year / 100)}hundert{(year % 100 == 0 ? string.Empty : Joined(year % 100))}";
    }

    public override string Date(int day, int month, int? year, string before)
    {
        var date = $"{Ordinal(day, before)} {Months[month - 1]}";
        return year is { } known ? $"{date} {Year(known)}" : date;
    }

    public override string Time(int hour, int minute, bool? isAfternoon)
    {
        var full = isAfternoon switch { true when hour < 12 => hour + 12, false when hour == 12 => 0, _ => hour };
        var said = full == 1 ? "ein" : Cardinal(full);
        return minute == 0 ? $"{said} Uhr" : $"{said} Uhr {Cardinal(minute)}";
    }

    public override string Money(long whole, int cents, SpokenCurrency currency)
    {
        var large = whole == 1 ? currency.One : $"{Cardinal(whole)} {currency.Many}";
        return cents == 0 ? large
            : whole == 0 ? (cents == 1 ? currency.OneCent : $"{Cardinal(cents)} {currency.ManyCents}")
            : $"{large} {Cardinal(cents)}";
    }

    public override string MoneyScaled(string amount, SpokenUnit scale, bool isOne, SpokenCurrency currency) =>
        isOne ? $"{scale.One} {currency.Many}" : $"{amount} {scale.Many} {currency.Many}";

    private string Millions(long number, long size, string one, string many)
    {
        var large = number / size == 1 ? one : $"{Cardinal(number / size)} {many}";
        return number % size == 0 ? large : $"{large} {Cardinal(number % size)}";
    }

    // Below a million a number is one word, whose "eins" is "ein" before what it counts.
    private static string Joined(long number, bool isLast = true)
    {
        if (number >= 1000)
        {
            return $"{Joined(number / 1000, isLast: false)}tausend{(number % 1000 == 0 ? string.Empty : Joined(number % 1000, isLast))}";
        }

        if (number >= 100)
        {
            return $"{Joined(number / 100, isLast: false)}hundert{(number % 100 == 0 ? string.Empty : Joined(number % 100, isLast))}";
        }

        return number switch
        {
            1 when !isLast => "ein",
            < 20 => Small[number],
            _ when number % 10 == 0 => Tens[number / 10],
            _ => $"{Joined(number % 10, isLast: false)}und{Tens[number / 10]}",
        };
    }
}
