namespace VoiceAgent.Core.Speech.Languages;

/// <summary>English; dates are read the American way for the United States and where no country is given.</summary>
internal sealed class SpokenEnglish(bool isMonthFirst) : SpokenLanguage
{
    private static readonly string[] Small =
    [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
        "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ];

    private static readonly string[] Tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

    private static readonly (long Size, string Name)[] Large =
        [(1_000_000_000_000, "trillion"), (1_000_000_000, "billion"), (1_000_000, "million"), (1000, "thousand"), (100, "hundred")];

    private static readonly Dictionary<string, string> Irregular = new(StringComparer.Ordinal)
    {
        ["one"] = "first",
        ["two"] = "second",
        ["three"] = "third",
        ["five"] = "fifth",
        ["eight"] = "eighth",
        ["nine"] = "ninth",
        ["twelve"] = "twelfth",
    };

    public override bool IsMonthFirst => isMonthFirst;

    public override char DecimalMark => '.';

    public override SpokenSigns Signs => EnglishWords.Signs;

    public override IReadOnlyList<string> Months => EnglishWords.Months;

    public override IReadOnlyDictionary<string, int> MonthAbbreviations => EnglishWords.MonthAbbreviations;

    public override Dictionary<string, string> Abbreviations => EnglishWords.Abbreviations;

    public override Dictionary<string, string> BeforeNumbers => EnglishWords.BeforeNumbers;

    public override IReadOnlyDictionary<string, SpokenUnit> Units => EnglishWords.Units;

    public override IReadOnlyDictionary<string, SpokenCurrency> Currencies => EnglishWords.Currencies;

    public override IReadOnlyDictionary<string, SpokenUnit> Scales => EnglishWords.Scales;

    public override IReadOnlySet<string> BeforeCodes => EnglishWords.BeforeCodes;

    public override IReadOnlySet<string> OrdinalEndings { get; } = new HashSet<string>(StringComparer.Ordinal) { "st", "nd", "rd", "th" };

    public override string? Abbreviation(ReadOnlySpan<char> token, bool isBeforeName) => token switch
    {
        _ when isBeforeName => base.Abbreviation(token, isBeforeName),
        _ when token.Equals("St.", StringComparison.Ordinal) => "Street",
        _ when token.Equals("Dr.", StringComparison.Ordinal) => "Drive",
        _ => base.Abbreviation(token, isBeforeName),
    };

    public override string Cardinal(long number, string agreesWith = "")
    {
        foreach (var (size, name) in Large)
        {
            if (number >= size)
            {
                var rest = number % size;
                return $"{Cardinal(number / size)} {name}{(rest == 0 ? string.Empty : " " + Cardinal(rest))}";
            }
        }

        return number < 20 ? Small[number] : Tens[number / 10] + (number % 10 == 0 ? string.Empty : "-" + Small[number % 10]);
    }

    public override string Ordinal(long number, string before = "")
    {
        var cardinal = Cardinal(number);
        var last = cardinal.LastIndexOfAny([' ', '-']) + 1;
        var word = cardinal[last..];
        var ordinal = Irregular.TryGetValue(word, out var irregular) ? irregular : word.EndsWith('y') ? word[..^1] + "ieth" : word + "th";
        return cardinal[..last] + ordinal;
    }

    public override string Year(int year) => year switch
    {
        < 1100 or > 2099 or (>= 2000 and <= 2009) => Cardinal(year),
        _ when year % 100 == 0 => $"{Cardinal(year / 100)} hundred",
        _ when year % 100 < 10 => $"{Cardinal(year / 100)} oh {Cardinal(year % 100)}",
        _ => $"{Cardinal(year / 100)} {Cardinal(year % 100)}",
    };

    public override string Date(int day, int month, int? year, string before)
    {
        var date = isMonthFirst ? $"{Months[month - 1]} {Ordinal(day)}" : $"{(before == "the" ? string.Empty : "the ")}{Ordinal(day)} of {Months[month - 1]}";
        return year is { } known ? $"{date}, {Year(known)}" : date;
    }

    public override string Time(int hour, int minute, bool? isAfternoon)
    {
        var half = isAfternoon switch { true => " PM", false => " AM", null => string.Empty };
        return (hour, minute) switch
        {
            (0 or 24, 0) => "midnight",
            (12, 0) when half.Length == 0 => "twelve o'clock",
            ( < 12, 0) when half.Length == 0 => $"{Cardinal(hour)} o'clock",
            (_, 0) when half.Length == 0 => $"{Cardinal(hour)} hundred",
            (_, 0) => Cardinal(hour) + half,
            (_, < 10) => $"{Cardinal(hour)} oh {Cardinal(minute)}{half}",
            _ => $"{Cardinal(hour)} {Cardinal(minute)}{half}",
        };
    }

    public override string Money(long whole, int cents, SpokenCurrency currency)
    {
        var small = cents == 1 ? currency.OneCent : $"{Cardinal(cents)} {currency.ManyCents}";
        var large = whole == 1 ? currency.One : $"{Cardinal(whole)} {currency.Many}";
        return cents == 0 ? large : whole == 0 ? small : $"{large} and {small}";
    }

    public override string MoneyScaled(string amount, SpokenUnit scale, bool isOne, SpokenCurrency currency) =>
        $"{amount} {scale.Many} {currency.Many}";
}
