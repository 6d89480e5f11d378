using VoiceAgent.Core.Storage;
using VoiceAgent.Tests.Contracts.Documents;
using VoiceAgent.Tests.Fakes.Mongo;

namespace VoiceAgent.Tests.Adapters.Mongo;

/// <summary>Two stores on one database, as two processes of an installation are.</summary>
[Trait("Kind", "Adapter")]
public sealed class MongoConcurrencyTests : IAsyncDisposable
{
    private readonly MongoTestDatabase _database = MongoServer.NewDatabase();
    private readonly IDocuments<Sample>[] _nodes;

    public MongoConcurrencyTests() => _nodes = [_database.Open().Open(Sample.Collection), _database.Open().Open(Sample.Collection)];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Of_many_inserts_with_one_unique_value_exactly_one_succeeds()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 40).Select(async i =>
        {
            try
            {
                await _nodes[i % 2].InsertAsync(new Sample { Id = $"{i}", Code = "x", Group = "g", Slot = 1 }, Token);
                return true;
            }
            catch (DuplicateDocumentException)
            {
                return false;
            }
        }));

        Assert.Single(results, inserted => inserted);
        Assert.Equal(1, await _nodes[0].CountAsync(_ => true, Token));
    }

    [Fact]
    public async Task Two_thousand_writes_at_once_wait_their_turn()
    {
        await Task.WhenAll(Enumerable.Range(0, 2000).Select(i => _nodes[0].InsertAsync(new Sample { Id = $"{i}", Code = $"{i}", Group = "g", Slot = i }, Token)));

        Assert.Equal(2000, await _nodes[1].CountAsync(_ => true, Token));
    }

    [Fact]
    public async Task Of_many_inserts_in_place_of_an_expired_document_exactly_one_succeeds()
    {
        var time = new StandingTime();
        var first = _database.Open(time).Open(Sample.Collection);
        var second = _database.Open(time).Open(Sample.Collection);
        await first.InsertAsync(new Sample { Id = "one", ExpiresAt = time.Now.AddMinutes(1) }, Token);
        time.Now = time.Now.AddMinutes(2);

        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
        {
            try
            {
                await (i % 2 == 0 ? first : second).InsertAsync(new Sample { Id = "one", Number = i, ExpiresAt = time.Now.AddHours(1) }, Token);
                return true;
            }
            catch (DuplicateDocumentException)
            {
                return false;
            }
        }));

        Assert.Single(results, inserted => inserted);
    }

    [Fact]
    public async Task Of_many_replacements_from_one_version_exactly_one_succeeds()
    {
        await _nodes[0].InsertAsync(new Sample { Id = "one" }, Token);

        var results = await Task.WhenAll(
            Enumerable.Range(1, 40).Select(number => _nodes[number % 2].ReplaceAsync(new Sample { Id = "one", Number = number }, 1, Token)));

        Assert.Single(results, replaced => replaced);
        Assert.Equal(2, (await _nodes[1].FindAsync("one", Token))!.Version);
    }

    [Fact]
    public async Task Updates_from_both_sides_lose_nothing()
    {
        await _nodes[0].InsertAsync(new Sample { Id = "counter" }, Token);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(async writer =>
        {
            for (var i = 0; i < 10; i++)
            {
                await _nodes[writer % 2].UpdateAsync("counter", sample => sample with { Number = sample.Number + 1 }, Token);
            }
        }));

        var found = await _nodes[1].FindAsync("counter", Token);
        Assert.Equal((200, 201L), (found!.Document.Number, found.Version));
    }

    [Fact]
    public async Task What_one_has_written_the_other_finds()
    {
        await _nodes[0].InsertAsync(new Sample { Id = "one", Code = "x" }, Token);
        Assert.Equal("x", (await _nodes[1].FindAsync("one", Token))!.Document.Code);
        Assert.True(await _nodes[1].DeleteAsync("one", Token));
        Assert.Null(await _nodes[0].FindAsync("one", Token));
    }
}
