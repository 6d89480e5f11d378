using System.Collections.Concurrent;
using MongoDB.Bson;
using VoiceAgent.Core.Storage;
using VoiceAgent.Tests.Adapters.Sqlite;
using VoiceAgent.Tests.Fakes.Mongo;

namespace VoiceAgent.Tests.Adapters.Mongo;

[Trait("Kind", "Adapter")]
public sealed class MongoUpgradeTests : IAsyncDisposable
{
    private const int Count = 250;
    private readonly MongoTestDatabase _database = MongoServer.NewDatabase();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task All_documents_of_an_older_schema_are_upgraded_before_the_first_query_answers()
    {
        await WriteFirstSchemaAsync();

        var people = _database.Open().Open(Person.Collection());
        var found = await people.QueryAsync(new DocumentQuery<Person> { Where = person => person.Family == "Family7" }, Token);

        Assert.Equal(new Stored<Person>(new Person { Id = "p007", Given = "Given", Family = "Family7", Length = 7 }, 1), Assert.Single(found));
        Assert.Equal(Count, await people.CountAsync(person => person.Length >= 7, Token));
        Assert.Equal(Count, await _database.Raw("people").CountDocumentsAsync(new BsonDocument("schema", 3), null, Token));
    }

    [Fact]
    public async Task An_upgrade_that_was_cut_off_goes_on_with_what_is_still_old()
    {
        await WriteFirstSchemaAsync();
        var broken = _database.Open().Open(Person.Collection(id => _ = id == "p220" ? throw new FormatException("power cut") : true));
        var failure = await Assert.ThrowsAsync<StorageException>(() => broken.CountAsync(_ => true, Token));
        Assert.Equal("The document p220 of the collection people (schema 1) cannot be read as schema 3.", failure.Message);

        var split = new ConcurrentBag<string>();
        var people = _database.Open().Open(Person.Collection(split.Add));

        Assert.Equal(Count, await people.CountAsync(person => person.Given == "Given", Token));
        Assert.Equal(Enumerable.Range(200, 50).Select(Id), split.Order());
    }

    [Fact]
    public async Task An_older_release_refuses_a_collection_that_a_newer_one_has_written_to()
    {
        await WriteFirstSchemaAsync();
        await _database.Open().Open(Person.Collection()).CountAsync(_ => true, Token);

        var people = _database.Open().Open(FirstPerson.Collection);
        var failure = await Assert.ThrowsAsync<StorageException>(() => people.FindAsync("p001", Token));
        await Assert.ThrowsAsync<StorageException>(() => people.InsertAsync(new FirstPerson("new", "New One"), Token));
        await Assert.ThrowsAsync<StorageException>(() => people.DeleteAsync("p001", Token));

        Assert.StartsWith("The collection people was written by a newer release: it has schema 3, this release knows 1.", failure.Message, StringComparison.Ordinal);
        Assert.Equal(Count, await _database.Raw("people").CountDocumentsAsync(new BsonDocument("schema", 3), null, Token));
    }

    [Fact]
    public async Task What_a_process_of_the_older_release_wrote_meanwhile_is_upgraded_when_read_and_at_the_next_start()
    {
        await WriteFirstSchemaAsync();
        var older = _database.Open().Open(FirstPerson.Collection);
        await older.CountAsync(_ => true, Token);
        var newer = _database.Open().Open(Person.Collection());
        await newer.CountAsync(_ => true, Token);

        await older.InsertAsync(new FirstPerson("late", "Late Comer"), Token);

        Assert.Equal("Comer", (await newer.FindAsync("late", Token))!.Document.Family);
        Assert.Equal(1, await _database.Open().Open(Person.Collection()).CountAsync(person => person.Family == "Comer", Token));
    }

    [Fact]
    public async Task Two_processes_may_upgrade_at_once()
    {
        await WriteFirstSchemaAsync();

        var counts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _database.Open().Open(Person.Collection()).CountAsync(person => person.Given == "Given", Token)));

        Assert.All(counts, count => Assert.Equal(Count, count));
        var versions = await _database.Raw("people").CountDocumentsAsync(new BsonDocument("version", 1L), null, Token);
        Assert.Equal(Count, versions);
    }

    private static string Id(int number) => $"p{number:D3}";

    private async Task WriteFirstSchemaAsync()
    {
        var people = _database.Open().Open(FirstPerson.Collection);
        await Task.WhenAll(Enumerable.Range(0, Count).Select(i => people.InsertAsync(new FirstPerson(Id(i), $"Given Family{i}"), Token)));
    }
}
