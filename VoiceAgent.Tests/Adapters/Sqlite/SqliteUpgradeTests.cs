using System.Collections.Concurrent;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Tests.Adapters.Sqlite;

[Trait("Kind", "Adapter")]
public sealed class SqliteUpgradeTests : IDisposable
{
    private const int Count = 450;
    private readonly TestDatabase _database = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task All_documents_of_an_older_schema_are_upgraded_before_the_first_query_answers()
    {
        await WriteFirstSchemaAsync();

        await using var store = _database.Open();
        var people = store.Open(Person.Collection());
        var found = await people.QueryAsync(new DocumentQuery<Person> { Where = person => person.Family == "Family7" }, Token);

        Assert.Equal(new Stored<Person>(new Person { Id = "p007", Given = "Given", Family = "Family7", Length = 7 }, 1), Assert.Single(found));
        Assert.Equal(Count, await people.CountAsync(person => person.Length >= 7, Token));
        Assert.Equal([3L], _database.Raw("SELECT DISTINCT schema FROM people"));
        Assert.Equal(
            ["""{"id":"p007","given":"Given","family":"Family7","length":7}"""],
            _database.Raw("SELECT body FROM people WHERE id = 'p007'"));
    }

    [Fact]
    public async Task A_document_can_be_found_while_others_are_still_being_upgraded()
    {
        await WriteFirstSchemaAsync();
        using var reached = new SemaphoreSlim(0);
        using var goOn = new ManualResetEventSlim();
        var collection = Person.Collection(id =>
        {
            if (id == "p100")
            {
                reached.Release();
                goOn.Wait(TimeSpan.FromSeconds(30));
            }
        });

        await using var store = _database.Open();
        var people = store.Open(collection);
        Assert.True(await reached.WaitAsync(TimeSpan.FromSeconds(30), Token));
        var counted = people.CountAsync(_ => true, Token);
        var found = await people.FindAsync("p300", Token);

        Assert.Equal("Family300", found!.Document.Family);
        Assert.False(counted.IsCompleted);
        goOn.Set();
        Assert.Equal(Count, await counted);
    }

    [Fact]
    public async Task An_upgrade_that_was_cut_off_goes_on_with_what_is_still_old()
    {
        await WriteFirstSchemaAsync();
        await using (var store = _database.Open())
        {
            var people = store.Open(Person.Collection(id => _ = id == "p300" ? throw new FormatException("power cut") : true));
            var failure = await Assert.ThrowsAsync<StorageException>(() => people.CountAsync(_ => true, Token));
            Assert.Equal("The document p300 of the collection people (schema 1) cannot be read as schema 3.", failure.Message);
        }

        Assert.Equal([200L], _database.Raw("SELECT count(*) FROM people WHERE schema = 3"));
        var split = new ConcurrentBag<string>();
        await using var again = _database.Open();

        Assert.Equal(Count, await again.Open(Person.Collection(split.Add)).CountAsync(person => person.Given == "Given", Token));
        Assert.Equal(Enumerable.Range(200, 250).Select(Id), split.Order());
    }

    [Fact]
    public async Task An_older_release_refuses_a_collection_that_a_newer_one_has_written_to()
    {
        await WriteFirstSchemaAsync();
        await using (var newer = _database.Open())
        {
            await newer.Open(Person.Collection()).CountAsync(_ => true, Token);
        }

        await using var older = _database.Open();
        var people = older.Open(FirstPerson.Collection);
        var failure = await Assert.ThrowsAsync<StorageException>(() => people.FindAsync("p001", Token));
        await Assert.ThrowsAsync<StorageException>(() => people.InsertAsync(new FirstPerson("new", "New One"), Token));
        await Assert.ThrowsAsync<StorageException>(() => people.DeleteAsync("p001", Token));

        Assert.StartsWith("The collection people was written by a newer release: it has schema 3, this release knows 1.", failure.Message, StringComparison.Ordinal);
        Assert.Equal([(long)Count], _database.Raw("SELECT count(*) FROM people WHERE schema = 3"));
    }

    [Fact]
    public async Task A_single_document_of_a_newer_schema_is_refused_and_stays_as_it_is()
    {
        await WriteFirstSchemaAsync();
        _database.Raw("UPDATE people SET schema = 9 WHERE id = 'p001'");

        await using var store = _database.Open();
        var people = store.Open(FirstPerson.Collection);

        await Assert.ThrowsAsync<StorageException>(() => people.FindAsync("p001", Token));
        await Assert.ThrowsAsync<StorageException>(() => people.UpdateAsync("p001", person => person with { Name = "x" }, Token));
        Assert.NotNull(await people.FindAsync("p002", Token));
        Assert.Equal(["""{"id":"p001","name":"Given Family1"}"""], _database.Raw("SELECT body FROM people WHERE id = 'p001'"));
    }

    [Fact]
    public async Task A_document_that_is_no_readable_json_is_told_by_id()
    {
        await WriteFirstSchemaAsync();
        _database.Raw("UPDATE people SET body = '{\"id\":\"p001\"' WHERE id = 'p001'");

        await using var store = _database.Open();
        var failure = await Assert.ThrowsAsync<StorageException>(() => store.Open(FirstPerson.Collection).FindAsync("p001", Token));

        Assert.Contains("document p001 of the collection people", failure.Message, StringComparison.Ordinal);
    }

    private static string Id(int number) => $"p{number:D3}";

    private async Task WriteFirstSchemaAsync()
    {
        await using var store = _database.Open();
        var people = store.Open(FirstPerson.Collection);
        await Task.WhenAll(Enumerable.Range(0, Count).Select(i => people.InsertAsync(new FirstPerson(Id(i), $"Given Family{i}"), Token)));
    }
}
