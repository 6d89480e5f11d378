namespace VoiceAgent.Core.Speech.Languages;

/// <summary>How a language says what is written with digits and signs. Immutable, thread-safe.</summary>
internal abstract class SpokenLanguage
{
    /// <summary>Words for signs.</summary>
    public abstract SpokenSigns Signs { get; }

    /// <summary>The sign before decimals.</summary>
    public abstract char DecimalMark { get; }

    /// <summary>Whether 5/12 is the twelfth of May.</summary>
    public virtual bool IsMonthFirst => false;

    /// <summary>Whether groups of three digits are written with spaces between them.</summary>
    public virtual bool GroupsWithSpaces => false;

    /// <summary>Names of the months, January first.</summary>
    public abstract IReadOnlyList<string> Months { get; }

    /// <summary>Other ways to write a month, in lower case, and its number.</summary>
    public abstract IReadOnlyDictionary<string, int> MonthAbbreviations { get; }

    /// <summary>Abbreviations in lower case with their dots, and what is said. A word of two parts has one space.</summary>
    public abstract Dictionary<string, string> Abbreviations { get; }

    /// <summary>Abbreviations that only mean something before a number.</summary>
    public abstract Dictionary<string, string> BeforeNumbers { get; }

    /// <summary>Units as they are written behind a number.</summary>
    public abstract IReadOnlyDictionary<string, SpokenUnit> Units { get; }

    /// <summary>Currencies by their ISO code.</summary>
    public abstract IReadOnlyDictionary<string, SpokenCurrency> Currencies { get; }

    /// <summary>Words that stand for a thousand and more behind an amount, in lower case, and how they are said of one and of several.</summary>
    public abstract IReadOnlyDictionary<string, SpokenUnit> Scales { get; }

    /// <summary>Words before a number that is read digit by digit, in lower case.</summary>
    public abstract IReadOnlySet<string> BeforeCodes { get; }

    /// <summary>What is written behind the digits of an ordinal number.</summary>
    public virtual IReadOnlySet<string> OrdinalEndings => NoEndings;

    private static HashSet<string> NoEndings { get; } = [];

    /// <summary>What an abbreviation stands for; null when it is none, or none in its place.</summary>
    /// <param name="token">As written, with its dot.</param>
    /// <param name="isBeforeName">Whether a word with a capital letter follows.</param>
    public virtual string? Abbreviation(ReadOnlySpan<char> token, bool isBeforeName) =>
        Abbreviations.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(token, out var spoken)
            && (isBeforeName || !Titles.GetAlternateLookup<ReadOnlySpan<char>>().Contains(token))
            ? spoken
            : null;

    // A letter with a dot is one of them only before a name.
    private static HashSet<string> Titles { get; } = new(StringComparer.OrdinalIgnoreCase) { "m.", "fr.", "d.", "hr.", "hrn.", "st.", "pr." };

    /// <summary>The number of a month by its name or abbreviation, without a dot; 0 when it is none.</summary>
    public int MonthOf(string name)
    {
        for (var i = 0; i < Months.Count; i++)
        {
            if (string.Equals(Months[i], name, StringComparison.OrdinalIgnoreCase))
            {
                return i + 1;
            }
        }

        return MonthAbbreviations.GetValueOrDefault(name);
    }

    /// <param name="number">Zero or more.</param>
    /// <param name="agreesWith">The word that is counted, or empty.</param>
    public abstract string Cardinal(long number, string agreesWith = "");

    /// <param name="number">One or more.</param>
    /// <param name="before">The word before, in lower case, where a language declines by it.</param>
    public abstract string Ordinal(long number, string before = "");

    public virtual string Year(int year) => Cardinal(year);

    /// <param name="day">Of the month.</param>
    /// <param name="month">1 to 12.</param>
    /// <param name="year">Null is not said.</param>
    /// <param name="before">The word before, in lower case.</param>
    public abstract string Date(int day, int month, int? year, string before);

    /// <param name="hour">0 to 24.</param>
    /// <param name="minute">0 to 59.</param>
    /// <param name="isAfternoon">Null where the writer does not say which half of the day.</param>
    public abstract string Time(int hour, int minute, bool? isAfternoon);

    public abstract string Money(long whole, int cents, SpokenCurrency currency);

    /// <summary>An amount of thousands, millions and so on, such as "two million dollars".</summary>
    public abstract string MoneyScaled(string amount, SpokenUnit scale, bool isOne, SpokenCurrency currency);

    /// <summary>A whole number of something with a unit.</summary>
    public string Counted(long number, SpokenUnit unit) => number == 1 ? unit.One : $"{Cardinal(number, unit.Many)} {unit.Many}";

    public string Digits(ReadOnlySpan<char> digits)
    {
        var words = new List<string>(digits.Length);
        foreach (var digit in digits)
        {
            if (char.IsAsciiDigit(digit))
            {
                words.Add(Cardinal(digit - '0'));
            }
        }

        return string.Join(' ', words);
    }
}
