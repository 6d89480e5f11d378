using System.Linq.Expressions;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Tests.Contracts.Documents;

/// <summary>What a predicate selects and in which order, whatever the store.</summary>
[Trait("Kind", "Contract")]
public sealed class DocumentQueryContract
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly AccountId Ours = AccountId.New();
    private static readonly AccountId Theirs = AccountId.New();
    private static readonly Guid Low = new("00000000-0000-0000-0000-000000000001");
    private static readonly Guid High = new("ffffffff-0000-0000-0000-000000000001");

    private static readonly Sample[] Documents =
    [
        new()
        {
            Id = "a", Text = "apple", Number = -1, Large = 1, Fraction = 0.5, Flag = true, MaybeFlag = true, Color = Color.Red, Owner = Ours,
            MaybeOwner = Ours, Token = Low, At = Noon, Length = TimeSpan.FromSeconds(1), Day = new DateOnly(2026, 1, 31), Part = new("north", 1),
        },
        new()
        {
            Id = "b", Text = "Apple's \"pie\"", Number = 2, Large = long.MaxValue, Fraction = 10, MaybeFlag = false, Color = Color.Green,
            MaybeColor = Color.Blue, Owner = Ours, Token = High, At = Noon.AddTicks(1), MaybeAt = Noon, Day = new DateOnly(2026, 2, 1), Part = new(null, 2),
        },
        new()
        {
            Id = "c", Number = 10, Large = long.MaxValue - 1, Fraction = -3.25, Flag = true, Color = Color.Blue, MaybeColor = Color.Red,
            Owner = Theirs, MaybeOwner = Theirs, At = new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.FromHours(-5)), MaybeAt = Noon.AddDays(1),
        },
        new() { Id = "d", Text = "ap_le🙂", Color = Color.Red, Owner = Theirs, At = Noon.AddYears(-100), Part = new("south", 3) },
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Stores => DocumentStores.Names;

    /// <summary>Predicates with the ids they select; the values are captured as callers capture them.</summary>
    private static List<(Expression<Func<Sample, bool>> Where, string Ids)> Cases()
    {
        var text = "Apple's \"pie\"";
        string? nothing = null;
        var number = 2;
        long wide = 2;
        var noon = Noon;
        var elsewhere = Noon.ToOffset(TimeSpan.FromHours(9));
        AccountId? maybeOwner = Theirs;
        Color? maybeColor = Color.Blue;
        var flag = true;
        string?[] texts = ["apple", null];
        var colors = new List<Color> { Color.Green, Color.Blue };
        IReadOnlyList<AccountId> owners = [Theirs];
        var numbers = new HashSet<int> { 10, -1 };
        var ids = Enumerable.Range(0, 40_000).Select(i => $"x{i}").Append("d").ToArray();
        var sample = new Sample { Id = "z", Part = new SamplePart("north", 2) };
        return
        [
            (_ => true, "abcd"),
            (_ => false, string.Empty),
            (document => flag, "abcd"),
            (document => document.Id == "a", "a"),
            (document => "a" == document.Id, "a"),
            (document => document.Text == text, "b"),
            (document => document.Text == nothing, "c"),
            (document => document.Text == null, "c"),
            (document => document.Text != null, "abd"),
            (document => document.Text != "apple", "bcd"),
            (document => document.Number == number, "b"),
            (document => document.Number != number, "acd"),
            (document => document.Number < 2, "ad"),
            (document => document.Number <= 2, "abd"),
            (document => document.Number > 2, "c"),
            (document => document.Number >= 2, "bc"),
            (document => 2 < document.Number, "c"),
            (document => 2 >= document.Number, "abd"),
            (document => document.Number == wide, "b"),
            (document => document.Number < 2.5, "abd"),
            (document => document.Large == long.MaxValue, "b"),
            (document => document.Large > 1, "bc"),
            (document => document.Slot == null, "abcd"),
            (document => document.Slot < 5, string.Empty),
            (document => !(document.Slot < 5), "abcd"),
            (document => document.Slot != 5, "abcd"),
            (document => document.Fraction == 0.5, "a"),
            (document => document.Fraction == 10, "b"),
            (document => document.Fraction < 0.25, "cd"),
            (document => document.Flag, "ac"),
            (document => !document.Flag, "bd"),
            (document => document.Flag == false, "bd"),
            (document => document.Flag != flag, "bd"),
            (document => document.MaybeFlag == true, "a"),
            (document => document.MaybeFlag != true, "bcd"),
            (document => document.MaybeFlag == null, "cd"),
            (document => document.MaybeFlag!.Value, "a"),
            (document => document.Color == Color.Red, "ad"),
            (document => document.Color != Color.Red, "bc"),
            (document => document.MaybeColor == Color.Red, "c"),
            (document => document.MaybeColor == maybeColor, "b"),
            (document => document.MaybeColor == null, "ad"),
            (document => document.MaybeColor.HasValue, "bc"),
            (document => !document.MaybeColor.HasValue, "ad"),
            (document => document.Owner == Ours, "ab"),
            (document => document.Owner != Ours, "cd"),
            (document => document.MaybeOwner == maybeOwner, "c"),
            (document => document.MaybeOwner == null, "bd"),
            (document => document.Token == High, "b"),
            (document => document.Token < High, "acd"),
            (document => document.At == noon, "a"),
            (document => document.At == elsewhere, "a"),
            (document => document.At > elsewhere, "bc"),
            (document => document.At <= noon, "ad"),
            (document => document.At > noon.AddMinutes(30), "c"),
            (document => document.MaybeAt == noon, "b"),
            (document => document.MaybeAt > noon, "c"),
            (document => document.MaybeAt == null || document.MaybeAt > noon, "acd"),
            (document => !(document.MaybeAt > noon), "abd"),
            (document => document.MaybeAt!.Value <= noon, "b"),
            (document => document.Length == TimeSpan.FromSeconds(1), "a"),
            (document => document.Day >= new DateOnly(2026, 2, 1), "b"),
            (document => document.Part!.Name == "north", "a"),
            (document => document.Part!.Name == sample.Part!.Name, "a"),
            (document => document.Part!.Name == null, "bc"),
            (document => document.Part!.Name != "north", "bcd"),
            (document => document.Part == null, "c"),
            (document => document.Part != null, "abd"),
            (document => document.Part!.Rank >= 2, "bd"),
            (document => texts.Contains(document.Text), "ac"),
            (document => !texts.Contains(document.Text), "bd"),
            (document => colors.Contains(document.Color), "bc"),
            (document => owners.Contains(document.Owner), "cd"),
            (document => numbers.Contains(document.Number), "ac"),
            (document => new[] { true }.Contains(document.Flag), "ac"),
            (document => new[] { noon }.Contains(document.At), "a"),
            (document => ids.Contains(document.Id), "d"),
            (document => Array.Empty<string>().Contains(document.Id), string.Empty),
            (document => document.Text!.StartsWith("ap"), "ad"),
            (document => document.Text!.StartsWith("ap", StringComparison.Ordinal), "ad"),
            (document => !document.Text!.StartsWith("ap"), "bc"),
            (document => document.Text!.StartsWith('a'), "ad"),
            (document => document.Text!.StartsWith("ap_"), "d"),
            (document => document.Text!.StartsWith("ap%"), string.Empty),
            (document => document.Text!.StartsWith("Apple's \""), "b"),
            (document => document.Text!.StartsWith("ap_le🙂"), "d"),
            (document => document.Text!.StartsWith(string.Empty), "abd"),
            (document => document.Flag && document.Owner == Ours, "a"),
            (document => document.Flag || document.Owner == Ours, "abc"),
            (document => !(document.Flag || document.Owner == Ours), "d"),
            (document => !(document.Flag && document.MaybeAt > noon), "abd"),
            (document => document.Owner == Ours && (document.Number == 2 || (document.Color == Color.Red && !document.Flag)), "b"),
        ];
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Every_form_of_predicate_selects_counts_and_deletes_what_it_says(string name)
    {
        await using var open = await OpenFilledAsync(name);
        foreach (var (where, expected) in Cases())
        {
            Assert.Equal($"{where}: {expected}", $"{where}: {await Ids(open, new DocumentQuery<Sample> { Where = where })}");
            Assert.Equal(expected.Length, await open.Samples.CountAsync(where, Token));
        }

        Assert.Equal(2, await open.Samples.DeleteWhereAsync(document => document.Part!.Rank >= 2, Token));
        Assert.Equal("ac", await Ids(open, new DocumentQuery<Sample> { Where = _ => true }));
    }

    [Fact]
    public void The_expected_ids_are_those_that_the_compiled_predicate_selects()
    {
        foreach (var (where, expected) in Cases().Where(each => !each.Where.ToString().Contains("Part", StringComparison.Ordinal)
            && !each.Where.ToString().Contains("StartsWith", StringComparison.Ordinal)
            && !each.Where.ToString().Contains("Value", StringComparison.Ordinal)))
        {
            var compiled = where.Compile();
            Assert.Equal($"{where}: {expected}", $"{where}: {string.Concat(Documents.Where(compiled).Select(document => document.Id))}");
        }
    }

    public static TheoryData<string, int> StoresAndForeign =>
        new MatrixTheoryData<string, int>(DocumentStores.Names.Select(row => row.Data), Enumerable.Range(0, Foreign().Count));

    private static List<(Expression<Func<Sample, bool>> Where, string Named)> Foreign()
    {
        var decimals = new[] { 1m };
        return
        [
            (document => document.Text!.Contains("pp"), "Contains(\"pp\")"),
            (document => document.Text!.EndsWith("le"), "EndsWith"),
            (document => document.Text!.Trim() == "apple", "Trim"),
            (document => document.Text!.Length > 3, "Length"),
            (document => document.Text!.StartsWith("p", StringComparison.OrdinalIgnoreCase), "StartsWith"),
            (document => document.Text!.StartsWith(document.Id), "StartsWith"),
            (document => "apple".StartsWith(document.Id), "StartsWith"),
            (document => document.Text == document.Code, "Code"),
            (document => document.Number + 1 == 2, "+ 1"),
            (document => document.Number % 2 == 0, "% 2"),
            (document => (byte)document.Number == 0, "Number"),
            (document => document.Words.Contains("a"), "Words"),
            (document => document.Words.Any(word => word == "a"), "Any"),
            (document => document.Words.Count == 0, "Count"),
            (document => document.Bytes == new byte[] { 1 }, "Bytes"),
            (document => document.Price == 1m, "Price"),
            (document => decimals.Contains(document.Price), "Price"),
            (document => document.Color < Color.Blue, "Color"),
            (document => document.Length > TimeSpan.Zero, "Length"),
            (document => document.Owner.Value == Guid.Empty, "Owner"),
            (document => document.At.Year == 2026, "Year"),
            (document => document.Flag & document.Number == 2, "And"),
            (document => document.Flag ^ true, "^"),
            (document => document.Flag ? document.Number == 2 : document.Number == 3, "IIF"),
            (document => (document.MaybeFlag ?? false) == true, "??"),
            (document => string.IsNullOrEmpty(document.Text), "IsNullOrEmpty"),
            (document => new[] { "a" }.Contains(document.Text, StringComparer.OrdinalIgnoreCase), "Contains"),
            (document => "abc".Contains(document.Id), "Contains"),
            (document => new[] { document.Id }.Contains("a"), "Contains"),
        ];
    }

    [Theory]
    [MemberData(nameof(StoresAndForeign))]
    public async Task A_predicate_outside_the_subset_is_refused_by_name_and_touches_nothing(string name, int foreign)
    {
        await using var open = await OpenFilledAsync(name);
        var (where, named) = Foreign()[foreign];

        var refusal = await Assert.ThrowsAsync<NotSupportedException>(() => open.Samples.CountAsync(where, Token));
        await Assert.ThrowsAsync<NotSupportedException>(() => open.Samples.QueryAsync(new DocumentQuery<Sample> { Where = where }, Token));
        await Assert.ThrowsAsync<NotSupportedException>(() => open.Samples.DeleteWhereAsync(where, Token));

        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(4, await open.Samples.CountAsync(_ => true, Token));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Documents_come_in_the_order_asked_for_with_nulls_first_and_the_id_deciding_ties(string name)
    {
        await using var open = await OpenFilledAsync(name);
        (Expression<Func<Sample, object?>>? By, string Ascending)[] orders =
        [
            (null, "abcd"),
            (document => document.Id, "abcd"),
            (document => document.Text, "cbda"),
            (document => document.Number, "adbc"),
            (document => document.Large, "dacb"),
            (document => document.Fraction, "cdab"),
            (document => document.At, "dabc"),
            (document => document.MaybeAt, "adbc"),
            (document => document.Flag, "bdac"),
            (document => document.Day, "cdab"),
            (document => document.Part!.Rank, "cabd"),
        ];
        foreach (var (by, ascending) in orders)
        {
            var query = new DocumentQuery<Sample> { Where = _ => true, OrderBy = by };
            Assert.Equal($"{by} {ascending}", $"{by} {await Ids(open, query)}");
            Assert.Equal($"{by} {string.Concat(ascending.Reverse())}", $"{by} {await Ids(open, query with { Descending = true })}");
        }
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Texts_are_in_the_order_of_their_code_points(string name)
    {
        await using var open = DocumentStores.Open(name);
        string[] ordered = ["", "B", "a", "ab", "b", "ä", "\uFFFC", "🙂"];
        foreach (var text in ordered.Reverse())
        {
            await open.Samples.InsertAsync(new Sample { Id = $"id {text}", Text = text }, Token);
        }

        var found = await open.Samples.QueryAsync(new DocumentQuery<Sample> { Where = _ => true, OrderBy = document => document.Text }, Token);

        Assert.Equal(ordered, found.Select(stored => stored.Document.Text));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Pages_cover_everything_once(string name)
    {
        await using var open = DocumentStores.Open(name);
        foreach (var number in Enumerable.Range(0, 25))
        {
            await open.Samples.InsertAsync(new Sample { Id = $"{number:D2}", Number = number % 3 }, Token);
        }

        var query = new DocumentQuery<Sample> { Where = _ => true, OrderBy = document => document.Number, Take = 10 };
        var pages = new List<Stored<Sample>>();
        foreach (var skip in new[] { 0, 10, 20, 30 })
        {
            pages.AddRange(await open.Samples.QueryAsync(query with { Skip = skip }, Token));
        }

        Assert.Equal(
            Enumerable.Range(0, 25).OrderBy(number => number % 3).ThenBy(number => number).Select(number => $"{number:D2}"),
            pages.Select(stored => stored.Document.Id));
        Assert.Empty(await open.Samples.QueryAsync(query with { Take = 0 }, Token));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Orders_without_a_meaning_and_negative_pages_are_refused(string name)
    {
        await using var open = DocumentStores.Open(name);
        var all = new DocumentQuery<Sample> { Where = _ => true };

        foreach (var by in new Expression<Func<Sample, object?>>[] { document => document.Color, document => document.Words, document => document.Text + "x" })
        {
            await Assert.ThrowsAsync<NotSupportedException>(() => open.Samples.QueryAsync(all with { OrderBy = by }, Token));
        }

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => open.Samples.QueryAsync(all with { Skip = -1 }, Token));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => open.Samples.QueryAsync(all with { Take = -1 }, Token));
    }

    private static async Task<OpenStore> OpenFilledAsync(string name)
    {
        var open = DocumentStores.Open(name);
        foreach (var document in Documents)
        {
            await open.Samples.InsertAsync(document, Token);
        }

        return open;
    }

    private static async Task<string> Ids(OpenStore open, DocumentQuery<Sample> query) =>
        string.Concat((await open.Samples.QueryAsync(query, Token)).Select(stored => stored.Document.Id));
}
