using MongoDB.Bson;
using MongoDB.Driver;
using VoiceAgent.Tests.Fakes.Mongo;

namespace VoiceAgent.Tests.Adapters.Mongo;

[Trait("Kind", "Adapter")]
public sealed class MongoServerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_server_of_this_run_is_one_the_adapter_is_for()
    {
        await using var database = MongoServer.NewDatabase();
        var build = await database.Open().Database.RunCommandAsync<BsonDocument>(new BsonDocument("buildInfo", 1), null, Token);
        var version = Version.Parse(build["version"].AsString.Split('-')[0]);

        TestContext.Current.TestOutputHelper?.WriteLine($"MongoDB {version} of this run: {MongoServer.Name}");
        Assert.True(version >= new Version(4, 4), $"MongoDB {version} is older than 4.4.");
        Assert.Equal(MongoServer.IsDouble, string.IsNullOrEmpty(Environment.GetEnvironmentVariable("MONGODB_URI")));
    }

    [Theory]
    [InlineData("{ dance: 1 }", "no such command: 'dance'")]
    [InlineData("{ ping: 1, loudly: true }", "the field loudly of ping")]
    [InlineData("{ find: 'x', filter: { a: { $exists: true } } }", "the operator $exists")]
    [InlineData("{ find: 'x', filter: { $where: 'true' } }", "the operator $where")]
    [InlineData("{ find: 'x', filter: { list: 'b' } }", "comparisons with arrays")]
    [InlineData("{ find: 'x', filter: { 'list.0': 'b' } }", "paths through arrays")]
    [InlineData("{ find: 'x', hint: 'y' }", "the field hint of find")]
    [InlineData("{ update: 'x', updates: [{ q: {}, u: [{ $set: { a: 1 } }] }] }", "updates by pipeline")]
    [InlineData("{ update: 'x', updates: [{ q: {}, u: { $inc: { a: 1 } } }] }", "the operator $inc")]
    [InlineData("{ aggregate: 'x', pipeline: [{ $out: 'y' }], cursor: {} }", "the pipeline")]
    [InlineData("{ createIndexes: 'x', indexes: [{ key: { a: 1 }, name: 'a', sparse: true }] }", "the index option sparse")]
    public async Task The_double_refuses_what_it_does_not_know(string command, string refusal)
    {
        await using var server = new MongoDouble();
        await using var database = new MongoTestDatabase(server.Uri("strict"));
        await database.Raw("x").InsertOneAsync(BsonDocument.Parse("{ _id: '1', a: 1, list: ['b'] }"), null, Token);

        var failure = await Assert.ThrowsAsync<MongoCommandException>(
            () => database.Open().Database.RunCommandAsync<BsonDocument>(BsonDocument.Parse(command), null, Token));

        Assert.Contains(refusal, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_double_pages_through_a_cursor()
    {
        await using var server = new MongoDouble();
        await using var database = new MongoTestDatabase(server.Uri("pages"));
        var numbers = database.Raw("numbers");
        await numbers.InsertManyAsync(Enumerable.Range(0, 250).Select(i => new BsonDocument { { "_id", $"{i:D3}" } }), null, Token);

        var found = await numbers.Find(new BsonDocument()).Sort(new BsonDocument("_id", -1)).ToListAsync(Token);

        Assert.Equal(Enumerable.Range(0, 250).Reverse().Select(i => $"{i:D3}"), found.Select(document => document["_id"].AsString));
        Assert.Contains(server.Log, command => command.Contains("getMore"));
    }
}
