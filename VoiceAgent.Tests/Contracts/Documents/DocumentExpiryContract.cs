using VoiceAgent.Core.Storage;

namespace VoiceAgent.Tests.Contracts.Documents;

/// <summary>A document whose time has come is gone for every operation, swept or not.</summary>
[Trait("Kind", "Contract")]
public sealed class DocumentExpiryContract
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Stores => DocumentStores.Names;

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task An_expired_document_is_gone_for_every_operation(string name)
    {
        var time = new StandingTime();
        await using var open = DocumentStores.Open(name, time);
        await open.Samples.InsertAsync(new Sample { Id = "old", ExpiresAt = time.Now.AddMinutes(1) }, Token);
        await open.Samples.InsertAsync(new Sample { Id = "young", ExpiresAt = time.Now.AddMinutes(2) }, Token);
        await open.Samples.InsertAsync(new Sample { Id = "lasting" }, Token);

        time.Now = time.Now.AddMinutes(1);

        Assert.Null(await open.Samples.FindAsync("old", Token));
        Assert.Equal(2, await open.Samples.CountAsync(_ => true, Token));
        var found = await open.Samples.QueryAsync(new DocumentQuery<Sample> { Where = _ => true }, Token);
        Assert.Equal(["lasting", "young"], found.Select(stored => stored.Document.Id));
        Assert.Null(await open.Samples.UpdateAsync("old", sample => sample with { ExpiresAt = null }, Token));
        Assert.False(await open.Samples.ReplaceAsync(new Sample { Id = "old" }, 1, Token));
        Assert.False(await open.Samples.DeleteAsync("old", Token));
        Assert.Equal(0, await open.Samples.DeleteWhereAsync(sample => sample.Id == "old", Token));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task An_expired_document_makes_way_for_its_id_and_its_unique_values(string name)
    {
        var time = new StandingTime();
        await using var open = DocumentStores.Open(name, time);
        await open.Samples.InsertAsync(new Sample { Id = "one", ExpiresAt = time.Now.AddMinutes(1) }, Token);
        await open.Samples.InsertAsync(new Sample { Id = "two", Code = "x", ExpiresAt = time.Now.AddMinutes(1) }, Token);
        await open.Samples.InsertAsync(new Sample { Id = "three" }, Token);
        time.Now = time.Now.AddMinutes(5);

        await open.Samples.InsertAsync(new Sample { Id = "one", Number = 2 }, Token);
        await open.Samples.UpdateAsync("three", sample => sample with { Code = "x" }, Token);

        var one = await open.Samples.FindAsync("one", Token);
        Assert.Equal((2, 1L), (one!.Document.Number, one.Version));
        Assert.Equal("x", (await open.Samples.FindAsync("three", Token))!.Document.Code);
        Assert.Equal(2, await open.Samples.CountAsync(_ => true, Token));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_later_expiry_keeps_a_document(string name)
    {
        var time = new StandingTime();
        await using var open = DocumentStores.Open(name, time);
        await open.Samples.InsertAsync(new Sample { Id = "one", ExpiresAt = time.Now.AddMinutes(1) }, Token);
        await open.Samples.UpdateAsync("one", sample => sample with { ExpiresAt = time.Now.AddHours(1) }, Token);

        time.Now = time.Now.AddMinutes(30);

        Assert.NotNull(await open.Samples.FindAsync("one", Token));
    }
}
