using System.Linq.Expressions;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Adapters.Sqlite;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Storage;
using VoiceAgent.Tests.Contracts.Documents;

namespace VoiceAgent.Tests.Adapters.Sqlite;

[Trait("Kind", "Adapter")]
public sealed class SqliteIndexTests : IDisposable
{
    private readonly TestDatabase _database = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task A_changed_index_is_rebuilt_an_unchanged_one_is_left_and_an_undeclared_one_goes()
    {
        var before = Collection(
            DocumentIndex<Sample>.On("kept", sample => sample.At),
            DocumentIndex<Sample>.On("changed", sample => sample.Text),
            DocumentIndex<Sample>.On("gone", sample => sample.Number));
        var after = Collection(
            DocumentIndex<Sample>.On("kept", sample => sample.At),
            DocumentIndex<Sample>.Unique("changed", sample => sample.Code),
            DocumentIndex<Sample>.On("added", sample => sample.Day));
        await OpenOnceAsync(before);
        var kept = _database.Raw("SELECT rootpage FROM sqlite_master WHERE name = 'samples.kept'");

        await OpenOnceAsync(after);

        Assert.Equal(
            [
                "CREATE INDEX \"samples.added\" ON \"samples\" (json_extract(body,'$.day'), id)",
                "CREATE UNIQUE INDEX \"samples.changed\" ON \"samples\" (json_extract(body,'$.code'))",
                "CREATE INDEX \"samples.kept\" ON \"samples\" (json_extract(body,'$.at'), id)",
            ],
            _database.Raw("SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = 'samples' ORDER BY name"));
        Assert.Equal(kept, _database.Raw("SELECT rootpage FROM sqlite_master WHERE name = 'samples.kept'"));
    }

    [Fact]
    public async Task A_unique_index_over_stored_duplicates_is_told_by_name()
    {
        await using (var store = _database.Open())
        {
            var samples = store.Open(Collection());
            await samples.InsertAsync(new Sample { Id = "1", Code = "same" }, Token);
            await samples.InsertAsync(new Sample { Id = "2", Code = "same" }, Token);
        }

        var failure = await Assert.ThrowsAsync<StorageException>(() => OpenOnceAsync(Collection(DocumentIndex<Sample>.Unique("code", sample => sample.Code))));

        Assert.Equal("The unique index code of the collection samples cannot be made: stored documents share its values.", failure.Message);
    }

    [Fact]
    public async Task Queries_are_answered_by_their_indexes()
    {
        await OpenOnceAsync(Sample.Collection);
        await OpenOnceAsync(AccountRepository.Collection);
        await OpenOnceAsync(CallRepository.Collection);
        var account = AccountId.New();

        Assert.Equal(["SEARCH accounts USING INDEX accounts.webhook_token (<expr>=?)"], Plan<Account>("accounts", each => each.WebhookToken == "t", string.Empty));
        Assert.Equal(
            ["SEARCH calls USING INDEX calls.account_started (<expr>=?)"],
            Plan<Call>("calls", each => each.AccountId == account, "ORDER BY json_extract(body,'$.startedAt') DESC, id DESC"));
        Assert.Equal(
            ["SEARCH samples USING INDEX samples.group_slot.keys (<expr>=? AND <expr>=?)"],
            Plan<Sample>("samples", each => each.Group == "g" && each.Slot == 1, string.Empty));
        Assert.Equal(["SEARCH samples USING INDEX samples.code (<expr>>? AND <expr><?)"], Plan<Sample>("samples", each => each.Code!.StartsWith("ab"), string.Empty));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Upper")]
    [InlineData("1st")]
    [InlineData("sqlite_master")]
    [InlineData("a\"; DROP TABLE accounts; --")]
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
        await using var store = _database.Open();
        await store.Open(collection).CountAsync(_ => true, Token);
    }

    private List<string> Plan<T>(string table, Expression<Func<T, bool>> predicate, string order)
    {
        using var session = SqliteSession.OpenForReading(_database.Path);
        var where = SqlitePredicate.Translate(DocumentPredicateReader.Read(predicate));
        return session.Query($"EXPLAIN QUERY PLAN SELECT id, body FROM \"{table}\" WHERE {where.Sql} {order}", where.Values, row => row.GetString(3));
    }
}
