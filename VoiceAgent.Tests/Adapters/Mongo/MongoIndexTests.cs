using MongoDB.Bson;
using MongoDB.Driver;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Storage;
using VoiceAgent.Core.Telephony;
using VoiceAgent.Tests.Contracts.Documents;
using VoiceAgent.Tests.Fakes.Mongo;

namespace VoiceAgent.Tests.Adapters.Mongo;

[Trait("Kind", "Adapter")]
public sealed class MongoIndexTests : IAsyncDisposable
{
    private readonly MongoTestDatabase _database = MongoServer.NewDatabase();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task A_changed_index_is_rebuilt_an_undeclared_one_goes_and_the_operators_own_stays()
    {
        await OpenOnceAsync(Collection(
            DocumentIndex<Sample>.On("kept", sample => sample.At),
            DocumentIndex<Sample>.On("changed", sample => sample.Text),
            DocumentIndex<Sample>.On("gone", sample => sample.Number)));
        await _database.Raw("samples").Indexes.CreateOneAsync(new CreateIndexModel<BsonDocument>(new BsonDocument("body.day", 1), new CreateIndexOptions { Name = "by_hand" }), null, Token);

        await OpenOnceAsync(Collection(
            DocumentIndex<Sample>.On("kept", sample => sample.At),
            DocumentIndex<Sample>.Unique("changed", sample => sample.Code),
            DocumentIndex<Sample>.On("added", sample => sample.Large)));

        Assert.Equal(
            [
                "_id_ { \"_id\" : 1 }",
                "app.added { \"body.large\" : 1, \"_id\" : 1 }",
                "app.changed { \"body.code\" : 1 } unique { \"body.code\" : { \"$gte\" : \"\" } }",
                "app.kept { \"body.at\" : 1, \"_id\" : 1 }",
                "by_hand { \"body.day\" : 1 }",
            ],
            await DescribeAsync("samples"));
    }

    [Fact]
    public async Task Indexes_begin_with_the_account_and_unique_ones_hold_every_key()
    {
        await OpenOnceAsync(Sample.Collection);
        await OpenOnceAsync(CallRepository.Collection);
        await OpenOnceAsync(ProviderKeyStore.Collection);
        await OpenOnceAsync(AccountRepository.Collection);
        await OpenOnceAsync(SeenWebhooks.Collection);

        Assert.Contains("app.account_started { \"body.accountId\" : 1, \"body.startedAt\" : 1, \"_id\" : 1 }", await DescribeAsync("calls"));
        Assert.Contains("app.account_provider { \"body.accountId\" : 1, \"body.provider\" : 1 } unique", await DescribeAsync("provider_keys"));
        Assert.Contains("app.webhook_token { \"body.webhookToken\" : 1 } unique { \"body.webhookToken\" : { \"$gte\" : \"\" } }", await DescribeAsync("accounts"));
        Assert.Contains("app.expiry.ttl { \"expires\" : 1 } expires after 60", await DescribeAsync("seen_webhooks"));
        var samples = await DescribeAsync("samples");
        Assert.Contains("app.group_slot { \"body.group\" : 1, \"body.slot\" : 1 } unique { \"body.group\" : { \"$gte\" : \"\" } }", samples);
        Assert.Contains(samples, index => index.StartsWith("app.group_slot.1 { \"body.slot\" : 1, \"body.group\" : 1 } unique", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Opening_again_changes_nothing()
    {
        await OpenOnceAsync(Sample.Collection);
        var before = await DescribeAsync("samples");
        await OpenOnceAsync(Sample.Collection);

        Assert.Equal(before, await DescribeAsync("samples"));
    }

    [Fact]
    public async Task Many_processes_may_make_the_indexes_at_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => OpenOnceAsync(Sample.Collection)));

        Assert.Equal(6, (await DescribeAsync("samples")).Count);
    }

    [Fact]
    public async Task A_unique_index_over_stored_duplicates_is_told_by_name()
    {
        var samples = _database.Open().Open(Collection());
        await samples.InsertAsync(new Sample { Id = "1", Code = "same" }, Token);
        await samples.InsertAsync(new Sample { Id = "2", Code = "same" }, Token);

        var failure = await Assert.ThrowsAsync<StorageException>(() => OpenOnceAsync(Collection(DocumentIndex<Sample>.Unique("code", sample => sample.Code))));

        Assert.Equal("The unique index code of the collection samples cannot be made: stored documents share its values.", failure.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Upper")]
    [InlineData("1st")]
    [InlineData("system")]
    [InlineData("a.b")]
    [InlineData("_collections")]
    public void Names_that_are_not_plain_are_refused(string name)
    {
        using var store = _database.Open();

        Assert.Throws<ArgumentException>(() => store.Open(Collection() with { Name = name }));
        Assert.Throws<ArgumentException>(() => store.Open(Collection(DocumentIndex<Sample>.On(name, sample => sample.Text))));
    }

    private static DocumentCollection<Sample> Collection(params IReadOnlyList<DocumentIndex<Sample>> indexes) =>
        new() { Name = "samples", Id = sample => sample.Id, Indexes = indexes };

    private async Task OpenOnceAsync<T>(DocumentCollection<T> collection)
        where T : class
    {
        using var store = new VoiceAgent.Core.Adapters.Mongo.MongoDocumentStore(
            Microsoft.Extensions.Options.Options.Create(new StorageOptions { MongoUri = _database.Uri }), TimeProvider.System);
        await store.Open(collection).CountAsync(_ => true, Token);
    }

    private async Task<List<string>> DescribeAsync(string collection)
    {
        var indexes = await (await _database.Raw(collection).Indexes.ListAsync(Token)).ToListAsync(Token);
        return [.. indexes.Select(Describe).Order(StringComparer.Ordinal)];
    }

    private static string Describe(BsonDocument index) => string.Concat(
        $"{index["name"].AsString} {index["key"].ToJson()}",
        index.GetValue("unique", false).ToBoolean() ? " unique" : "",
        index.TryGetValue("partialFilterExpression", out var partial) ? $" {partial.ToJson()}" : "",
        index.TryGetValue("expireAfterSeconds", out var seconds) ? $" expires after {seconds.ToInt32()}" : "");
}
