using MongoDB.Bson;
using VoiceAgent.Core.Storage;
using VoiceAgent.Tests.Contracts.Documents;
using VoiceAgent.Tests.Fakes;
using VoiceAgent.Tests.Fakes.Mongo;

namespace VoiceAgent.Tests.Adapters.Mongo;

/// <summary>What the adapter says on the wire, and what a broken wire does to it.</summary>
[Trait("Kind", "Adapter")]
public sealed class MongoWireTests : IAsyncDisposable
{
    private const string Name = "voiceagent";
    private readonly MongoDouble _server = new();
    private readonly MongoTestDatabase _database;

    public MongoWireTests() => _database = new MongoTestDatabase(_server.Uri(Name));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        _server.SetDown(false);
        await _database.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Every_write_waits_for_the_journals_of_a_majority_and_can_be_repeated()
    {
        var samples = _database.Open().Open(Sample.Collection);
        await samples.InsertAsync(new Sample { Id = "one" }, Token);
        await samples.UpdateAsync("one", sample => sample with { Number = 1 }, Token);
        await samples.ReplaceAsync(new Sample { Id = "one", Number = 2 }, 2, Token);
        await samples.DeleteAsync("one", Token);
        await samples.DeleteWhereAsync(sample => sample.Number == 1, Token);

        var majority = new BsonDocument { { "w", "majority" }, { "j", true } };
        var writes = _server.Log.Where(command => command.GetElement(0).Name is "insert" or "update" or "delete" or "findAndModify").ToList();
        Assert.Equal(["findAndModify", "insert", "update", "update", "delete", "delete"], writes.Select(command => command.GetElement(0).Name));
        Assert.All(writes, command => Assert.Equal(majority, command["writeConcern"]));
        Assert.All(writes, command => Assert.Equal(command != writes[^1], command.Contains("txnNumber")));
        Assert.All(_server.Log, command => Assert.False(command.Contains("startTransaction") || command.Contains("autocommit")));
        Assert.All(
            _server.Log.Where(command => command.GetElement(0).Name is "createIndexes"),
            command => Assert.Equal(new BsonDocument("w", "majority"), command["writeConcern"]));
    }

    [Theory]
    [InlineData("insert")]
    [InlineData("update")]
    [InlineData("delete")]
    public async Task A_write_whose_answer_is_lost_is_repeated_and_done_once(string command)
    {
        var samples = _database.Open().Open(Sample.Collection);
        await samples.InsertAsync(new Sample { Id = "one" }, Token);
        _server.LoseAnswerTo(command);

        switch (command)
        {
            case "insert":
                await samples.InsertAsync(new Sample { Id = "two", Code = "x" }, Token);
                break;
            case "update":
                await samples.UpdateAsync("one", sample => sample with { Number = sample.Number + 1 }, Token);
                break;
            default:
                Assert.True(await samples.DeleteAsync("one", Token));
                break;
        }

        var expected = command switch { "insert" => "one 0 1, two 0 1", "update" => "one 1 2", _ => "" };
        var all = await samples.QueryAsync(new DocumentQuery<Sample> { Where = _ => true }, Token);
        Assert.Equal(expected, string.Join(", ", all.Select(stored => $"{stored.Document.Id} {stored.Document.Number} {stored.Version}")));
    }

    [Fact]
    public async Task A_document_lies_there_as_its_json_says_with_bytes_as_binary()
    {
        var samples = _database.Open().Open(Sample.Collection);
        var at = new DateTimeOffset(2126, 3, 1, 12, 0, 0, TimeSpan.FromHours(1));
        await samples.InsertAsync(
            new Sample { Id = "one", Number = 7, Fraction = 0.5, Price = 12.340m, Bytes = [1, 2], At = at, ExpiresAt = at, Notes = new Dictionary<string, SampleNote> { ["a.b"] = new("x", [3]) } },
            Token);

        var stored = Assert.Single(_server.Stored(Name, "samples"));
        var body = stored["body"].AsBsonDocument;
        Assert.Equal(["_id", "version", "schema", "expires", "body"], stored.Names);
        Assert.Equal(("one", 1L, 1), (stored["_id"].AsString, stored["version"].AsInt64, stored["schema"].AsInt32));
        Assert.Equal(at.UtcDateTime, stored["expires"].ToUniversalTime());
        Assert.Equal("2126-03-01T11:00:00.0000000Z", body["at"].AsString);
        Assert.Equal((7L, 0.5, Decimal128.Parse("12.340")), (body["number"].AsInt64, body["fraction"].AsDouble, body["price"].AsDecimal128));
        Assert.Equal([1, 2], body["bytes"].AsByteArray);
        Assert.Equal([3], body["notes"]["a%2Eb"]["seal"].AsByteArray);
        Assert.True(body["text"].IsBsonNull);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_told_in_words_and_found_again_when_it_is_back()
    {
        var quick = new MongoTestDatabase($"{_server.Uri(Name)}&serverSelectionTimeoutMS=200");
        using var store = quick.Open();
        _server.SetDown(true);
        var samples = store.Open(Sample.Collection);

        var failures = new List<StorageException>
        {
            await Assert.ThrowsAsync<StorageException>(() => samples.InsertAsync(new Sample { Id = "one" }, Token)),
            await Assert.ThrowsAsync<StorageException>(() => samples.FindAsync("one", Token)),
            await Assert.ThrowsAsync<StorageException>(() => store.CheckAsync(Token)),
        };
        Assert.All(failures, failure => Assert.Equal(
            $"MongoDB at {_server.Endpoint} cannot be reached. Check that it runs and has a primary, and that Storage:MongoUri names the right hosts.",
            failure.Message));

        _server.SetDown(false);
        await Eventually.GetAsync(async () =>
        {
            try
            {
                await samples.InsertAsync(new Sample { Id = "one" }, Token);
                return "written";
            }
            catch (StorageException)
            {
                return null;
            }
        });
        Assert.NotNull(await samples.FindAsync("one", Token));
    }

    [Fact]
    public async Task The_server_tidies_up_what_has_expired_a_minute_later()
    {
        var time = new StandingTime();
        var samples = _database.Open(time).Open(Sample.Collection);
        await samples.InsertAsync(new Sample { Id = "old", ExpiresAt = time.Now.AddMinutes(1) }, Token);
        await samples.InsertAsync(new Sample { Id = "young", ExpiresAt = time.Now.AddMinutes(9) }, Token);
        await samples.InsertAsync(new Sample { Id = "lasting" }, Token);

        _server.RemoveExpired(time.Now.AddSeconds(119));
        Assert.Equal(3, _server.Stored(Name, "samples").Count);
        _server.RemoveExpired(time.Now.AddSeconds(120));
        Assert.Equal(["lasting", "young"], _server.Stored(Name, "samples").Select(document => document["_id"].AsString));
    }

    [Fact]
    public async Task A_document_that_is_too_large_is_told_in_words()
    {
        var samples = _database.Open().Open(Sample.Collection);

        var failure = await Assert.ThrowsAsync<StorageException>(() => samples.InsertAsync(new Sample { Id = "large", Text = new string('x', 17_000_000) }, Token));

        Assert.Equal("A document is larger than MongoDB can hold, which is 16 MB.", failure.Message);
    }

    [Fact]
    public async Task No_message_about_a_taken_value_repeats_it()
    {
        var samples = _database.Open().Open(Sample.Collection);
        await samples.InsertAsync(new Sample { Id = "one", Code = "canary-value" }, Token);

        var refusal = await Assert.ThrowsAsync<DuplicateDocumentException>(() => samples.InsertAsync(new Sample { Id = "two", Code = "canary-value" }, Token));

        Assert.Equal("code", refusal.Index);
        Assert.DoesNotContain("canary-value", refusal.ToString(), StringComparison.Ordinal);
    }
}
