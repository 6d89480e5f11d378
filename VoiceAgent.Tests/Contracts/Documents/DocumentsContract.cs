using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Tests.Contracts.Documents;

/// <summary>What writing and finding documents means, whatever the store.</summary>
[Trait("Kind", "Contract")]
public sealed class DocumentsContract
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Stores => DocumentStores.Names;

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_document_is_found_as_it_was_inserted(string name)
    {
        await using var open = DocumentStores.Open(name);
        var sample = new Sample
        {
            Id = "one",
            Text = "Zoë said: \"it's 5 o'clock\" \\ 日本語 🙂 \r\n\t'; DROP TABLE samples; -- $p0 %",
            Number = int.MinValue,
            Large = long.MaxValue,
            Fraction = 0.1,
            Flag = true,
            Color = Color.Blue,
            Owner = AccountId.New(),
            Token = Guid.NewGuid(),
            At = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.FromHours(5.5)),
            Length = TimeSpan.FromTicks(1),
            Day = new DateOnly(2026, 2, 28),
            Part = new SamplePart("inner", 3),
            Price = 12.34m,
        };

        await open.Samples.InsertAsync(sample, Token);
        var found = await open.Samples.FindAsync("one", Token);

        Assert.NotNull(found);
        Assert.Equal(1, found.Version);
        Assert.Equal(sample with { Words = found.Document.Words }, found.Document);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Names_within_a_document_may_be_any_text(string name)
    {
        await using var open = DocumentStores.Open(name);
        string[] names = ["a.b", ".", "$set", "$", "a$b", "%", "%2E", "%252E", "", " ", "ä🙂", "_id", "version"];
        var notes = names.ToDictionary(each => each, each => new SampleNote($"of {each}", [1, 2, (byte)each.Length]));

        await open.Samples.InsertAsync(new Sample { Id = "one", Notes = notes }, Token);
        await open.Samples.UpdateAsync("one", sample => sample with { Number = 1 }, Token);
        var found = (await open.Samples.FindAsync("one", Token))!.Document.Notes!;

        Assert.Equal(names.Order(), found.Keys.Order());
        Assert.All(names, each => Assert.Equal(($"of {each}", Convert.ToHexString([1, 2, (byte)each.Length])), (found[each].Text, Convert.ToHexString(found[each].Seal!))));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Numbers_and_moments_are_kept_to_the_last_digit(string name)
    {
        await using var open = DocumentStores.Open(name);
        decimal[] prices = [decimal.MaxValue, decimal.MinValue, 0.0000000000000000000000000001m, 12.340m, 1m / 3, 9007199254740993m, 0.1m];
        double[] fractions = [double.MaxValue, double.Epsilon, -0.0, 1e23, 1.0 / 3, 1e-7, 123456789012345680.0, long.MinValue];
        DateTimeOffset[] moments = [DateTimeOffset.MaxValue, DateTimeOffset.MinValue, new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new(638712345678901234, TimeSpan.Zero)];
        for (var i = 0; i < fractions.Length; i++)
        {
            var sample = new Sample { Id = $"{i}", Price = prices[i % prices.Length], Fraction = fractions[i], At = moments[i % moments.Length] };
            await open.Samples.InsertAsync(sample, Token);

            var found = (await open.Samples.FindAsync($"{i}", Token))!.Document;
            Assert.Equal(
                (sample.Price.ToString(), BitConverter.DoubleToInt64Bits(sample.Fraction), sample.At),
                (found.Price.ToString(), BitConverter.DoubleToInt64Bits(found.Fraction), found.At));
        }
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Bytes_are_kept_wherever_they_are_and_a_text_that_looks_like_bytes_stays_a_text(string name)
    {
        await using var open = DocumentStores.Open(name);
        await open.Samples.InsertAsync(new Sample { Id = "one", Text = "AAEC", Bytes = [0, 1, 2], Words = ["AAEC"] }, Token);
        await open.Samples.InsertAsync(new Sample { Id = "two", Bytes = [] }, Token);

        var one = (await open.Samples.FindAsync("one", Token))!.Document;
        Assert.Equal(("AAEC", "000102", "AAEC"), (one.Text, Convert.ToHexString(one.Bytes!), one.Words[0]));
        Assert.Empty((await open.Samples.FindAsync("two", Token))!.Document.Bytes!);
        Assert.Equal(["one"], await Ids(open, new DocumentQuery<Sample> { Where = sample => sample.Text == "AAEC" }));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_store_that_is_open_gives_a_sign_of_life(string name)
    {
        await using var open = DocumentStores.Open(name);

        await open.Store.CheckAsync(Token);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task What_was_never_inserted_is_not_found(string name)
    {
        await using var open = DocumentStores.Open(name);

        Assert.Null(await open.Samples.FindAsync("nobody", Token));
        Assert.Null(await open.Samples.UpdateAsync("nobody", sample => sample with { Number = 1 }, Token));
        Assert.False(await open.Samples.DeleteAsync("nobody", Token));
        Assert.False(await open.Samples.ReplaceAsync(new Sample { Id = "nobody" }, 1, Token));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Very_long_text_and_bytes_and_lists_are_kept(string name)
    {
        await using var open = DocumentStores.Open(name);
        var text = string.Concat(Enumerable.Repeat("päge🙂", 500_000));
        var bytes = Enumerable.Range(0, 70_000).Select(i => (byte)i).ToArray();

        await open.Samples.InsertAsync(new Sample { Id = "long", Text = text, Bytes = bytes, Words = ["a", "b\"", string.Empty] }, Token);
        var found = (await open.Samples.FindAsync("long", Token))!.Document;

        Assert.Equal(text, found.Text);
        Assert.Equal(bytes, found.Bytes);
        Assert.Equal(["a", "b\"", string.Empty], found.Words);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Characters_no_database_holds_are_replaced_and_never_cut_a_text_short(string name)
    {
        await using var open = DocumentStores.Open(name);
        await open.Samples.InsertAsync(new Sample { Id = "nul", Code = "a\0b" }, Token);
        await open.Samples.InsertAsync(new Sample { Id = "short", Code = "a" }, Token);
        await open.Samples.InsertAsync(new Sample { Id = "half", Text = "x\uD83Dy" }, Token);

        Assert.Equal("a\uFFFDb", (await open.Samples.FindAsync("nul", Token))!.Document.Code);
        Assert.Equal("x\uFFFDy", (await open.Samples.FindAsync("half", Token))!.Document.Text);
        Assert.Equal(["short"], await Ids(open, new DocumentQuery<Sample> { Where = sample => sample.Code == "a" }));
        Assert.Equal(["nul"], await Ids(open, new DocumentQuery<Sample> { Where = sample => sample.Code == "a\0b" }));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Any_text_can_be_an_id(string name)
    {
        await using var open = DocumentStores.Open(name);
        string[] ids = ["", "A", "a", "a'b", "a\"b", "a:+12025550131", "ä", "🙂", " ", "%", "$set", "a.b", "a\0b", "x\uD83Dy"];
        for (var i = 0; i < ids.Length; i++)
        {
            await open.Samples.InsertAsync(new Sample { Id = ids[i], Number = i }, Token);
        }

        for (var i = 0; i < ids.Length; i++)
        {
            Assert.Equal(i, (await open.Samples.FindAsync(ids[i], Token))!.Document.Number);
            Assert.Equal(i + 1, (await open.Samples.UpdateAsync(ids[i], sample => sample with { Number = i + 1 }, Token))!.Number);
            Assert.True(await open.Samples.DeleteAsync(ids[i], Token));
        }
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task The_same_id_is_refused(string name)
    {
        await using var open = DocumentStores.Open(name);
        await open.Samples.InsertAsync(new Sample { Id = "one", Number = 1 }, Token);

        var refusal = await Assert.ThrowsAsync<DuplicateDocumentException>(() => open.Samples.InsertAsync(new Sample { Id = "one", Number = 2 }, Token));

        Assert.Equal("id", refusal.Index);
        Assert.Equal(1, (await open.Samples.FindAsync("one", Token))!.Document.Number);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_unique_index_refuses_values_that_are_taken_on_every_way_of_writing(string name)
    {
        await using var open = DocumentStores.Open(name);
        await open.Samples.InsertAsync(new Sample { Id = "one", Code = "x" }, Token);
        await open.Samples.InsertAsync(new Sample { Id = "two", Code = "y" }, Token);

        var inserted = await Assert.ThrowsAsync<DuplicateDocumentException>(() => open.Samples.InsertAsync(new Sample { Id = "three", Code = "x" }, Token));
        var replaced = await Assert.ThrowsAsync<DuplicateDocumentException>(() => open.Samples.ReplaceAsync(new Sample { Id = "two", Code = "x" }, 1, Token));
        var updated = await Assert.ThrowsAsync<DuplicateDocumentException>(
            () => open.Samples.UpdateAsync("two", sample => sample with { Code = "x" }, Token));

        Assert.Equal(["code", "code", "code"], [inserted.Index, replaced.Index, updated.Index]);
        var two = await open.Samples.FindAsync("two", Token);
        Assert.Equal(("y", 1L), (two!.Document.Code, two.Version));
        Assert.Null(await open.Samples.FindAsync("three", Token));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Unique_values_are_free_again_after_a_change_or_delete(string name)
    {
        await using var open = DocumentStores.Open(name);
        await open.Samples.InsertAsync(new Sample { Id = "one", Code = "x" }, Token);
        await open.Samples.UpdateAsync("one", sample => sample with { Code = "z" }, Token);
        await open.Samples.InsertAsync(new Sample { Id = "two", Code = "x" }, Token);
        await open.Samples.DeleteAsync("two", Token);

        await open.Samples.InsertAsync(new Sample { Id = "three", Code = "x" }, Token);

        Assert.Equal(2, await open.Samples.CountAsync(_ => true, Token));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Unique_keys_that_are_all_null_do_not_collide_and_partly_null_ones_do(string name)
    {
        await using var open = DocumentStores.Open(name);
        await open.Samples.InsertAsync(new Sample { Id = "1" }, Token);
        await open.Samples.InsertAsync(new Sample { Id = "2" }, Token);
        await open.Samples.InsertAsync(new Sample { Id = "3", Group = "g" }, Token);
        await open.Samples.InsertAsync(new Sample { Id = "4", Group = "g", Slot = 1 }, Token);
        await open.Samples.InsertAsync(new Sample { Id = "5", Slot = 1 }, Token);

        var refusals = new List<string>();
        foreach (var sample in new Sample[] { new() { Id = "6", Group = "g" }, new() { Id = "7", Group = "g", Slot = 1 }, new() { Id = "8", Slot = 1 } })
        {
            refusals.Add((await Assert.ThrowsAsync<DuplicateDocumentException>(() => open.Samples.InsertAsync(sample, Token))).Index);
        }

        Assert.Equal(["group_slot", "group_slot", "group_slot"], refusals);
        Assert.Equal(5, await open.Samples.CountAsync(_ => true, Token));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_replacement_needs_the_version_it_was_made_from(string name)
    {
        await using var open = DocumentStores.Open(name);
        await open.Samples.InsertAsync(new Sample { Id = "one" }, Token);

        Assert.True(await open.Samples.ReplaceAsync(new Sample { Id = "one", Number = 2 }, 1, Token));
        Assert.False(await open.Samples.ReplaceAsync(new Sample { Id = "one", Number = 3 }, 1, Token));
        Assert.False(await open.Samples.ReplaceAsync(new Sample { Id = "one", Number = 3 }, 3, Token));

        var found = await open.Samples.FindAsync("one", Token);
        Assert.Equal((2, 2L), (found!.Document.Number, found.Version));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Fifty_writers_on_one_document_lose_nothing(string name)
    {
        await using var open = DocumentStores.Open(name);
        await open.Samples.InsertAsync(new Sample { Id = "counter" }, Token);

        await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
        {
            for (var i = 0; i < 10; i++)
            {
                await open.Samples.UpdateAsync("counter", sample => sample with { Number = sample.Number + 1 }, Token);
            }
        }));

        var found = await open.Samples.FindAsync("counter", Token);
        Assert.Equal((500, 501L), (found!.Document.Number, found.Version));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Of_many_replacements_from_one_version_exactly_one_succeeds(string name)
    {
        await using var open = DocumentStores.Open(name);
        await open.Samples.InsertAsync(new Sample { Id = "one" }, Token);

        var results = await Task.WhenAll(
            Enumerable.Range(1, 20).Select(number => open.Samples.ReplaceAsync(new Sample { Id = "one", Number = number }, 1, Token)));

        Assert.Single(results, replaced => replaced);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task An_update_that_changes_nothing_writes_nothing(string name)
    {
        await using var open = DocumentStores.Open(name);
        await open.Samples.InsertAsync(new Sample { Id = "one", Number = 7 }, Token);

        var unchanged = await open.Samples.UpdateAsync("one", sample => sample, Token);

        Assert.Equal(7, unchanged!.Number);
        Assert.Equal(1, (await open.Samples.FindAsync("one", Token))!.Version);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_change_that_throws_or_renames_writes_nothing_and_harms_no_neighbour(string name)
    {
        await using var open = DocumentStores.Open(name);
        await open.Samples.InsertAsync(new Sample { Id = "one" }, Token);

        var broken = open.Samples.UpdateAsync("one", _ => throw new FormatException("no"), Token);
        var renamed = open.Samples.UpdateAsync("one", sample => sample with { Id = "two" }, Token);
        var neighbours = Enumerable.Range(0, 20).Select(number => open.Samples.InsertAsync(new Sample { Id = $"n{number}" }, Token)).ToList();

        await Assert.ThrowsAsync<FormatException>(() => broken);
        await Assert.ThrowsAsync<InvalidOperationException>(() => renamed);
        await Task.WhenAll(neighbours);
        Assert.Equal(21, await open.Samples.CountAsync(_ => true, Token));
        Assert.Equal(1, (await open.Samples.FindAsync("one", Token))!.Version);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Deleting_takes_one_or_all_that_match_and_tells_how_many(string name)
    {
        await using var open = DocumentStores.Open(name);
        foreach (var number in Enumerable.Range(0, 10))
        {
            await open.Samples.InsertAsync(new Sample { Id = $"{number}", Number = number }, Token);
        }

        Assert.True(await open.Samples.DeleteAsync("9", Token));
        Assert.Equal(4, await open.Samples.DeleteWhereAsync(sample => sample.Number < 4, Token));
        Assert.Equal(0, await open.Samples.DeleteWhereAsync(sample => sample.Number < 4, Token));
        Assert.Equal(["4", "5", "6", "7", "8"], await Ids(open, new DocumentQuery<Sample> { Where = _ => true }));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task What_is_cancelled_beforehand_does_nothing(string name)
    {
        await using var open = DocumentStores.Open(name);
        await open.Samples.InsertAsync(new Sample { Id = "one" }, Token);
        var cancelled = new CancellationToken(canceled: true);
        Func<Task>[] operations =
        [
            () => open.Samples.FindAsync("one", cancelled),
            () => open.Samples.QueryAsync(new DocumentQuery<Sample> { Where = _ => true }, cancelled),
            () => open.Samples.CountAsync(_ => true, cancelled),
            () => open.Samples.InsertAsync(new Sample { Id = "two" }, cancelled),
            () => open.Samples.ReplaceAsync(new Sample { Id = "one", Number = 1 }, 1, cancelled),
            () => open.Samples.UpdateAsync("one", sample => sample with { Number = 1 }, cancelled),
            () => open.Samples.DeleteAsync("one", cancelled),
            () => open.Samples.DeleteWhereAsync(_ => true, cancelled),
        ];

        foreach (var operation in operations)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(operation);
        }

        Assert.Equal(["one"], await Ids(open, new DocumentQuery<Sample> { Where = _ => true }));
        Assert.Equal(1, (await open.Samples.FindAsync("one", Token))!.Version);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Collections_do_not_see_each_other_and_may_be_opened_again(string name)
    {
        await using var open = DocumentStores.Open(name);
        var others = open.Store.Open(Sample.Collection with { Name = "others" });
        await open.Samples.InsertAsync(new Sample { Id = "one", Code = "x" }, Token);
        await others.InsertAsync(new Sample { Id = "one", Code = "x", Number = 5 }, Token);

        Assert.Equal(0, (await open.Store.Open(Sample.Collection).FindAsync("one", Token))!.Document.Number);
        Assert.Equal(5, (await others.FindAsync("one", Token))!.Document.Number);
    }

    private static async Task<IReadOnlyList<string>> Ids(OpenStore open, DocumentQuery<Sample> query) =>
        [.. (await open.Samples.QueryAsync(query, Token)).Select(stored => stored.Document.Id)];
}
