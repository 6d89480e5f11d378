using System.Text.Json;
using Microsoft.Extensions.Options;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Adapters.Sqlite;
using VoiceAgent.Core.Keys.DataProtection;
using VoiceAgent.Core.Storage;
using VoiceAgent.Core.Telephony;
using VoiceAgent.Tests.Fakes.Mongo;
using VoiceAgent.Tests.Web.Commands;

namespace VoiceAgent.Tests.Web.Storage;

/// <summary>The command that moves an installation to another database.</summary>
[Trait("Kind", "Host")]
public sealed class StorageCopyTests : IAsyncDisposable
{
    private const int Accounts = 450;
    private readonly string _folder = Directory.CreateTempSubdirectory("storage-copy-").FullName;
    private readonly MongoTestDatabase _mongo = MongoServer.NewDatabase();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Source => Path.Combine(_folder, "source.db");

    public async ValueTask DisposeAsync()
    {
        await _mongo.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Everything_goes_to_MongoDB_and_back_and_stays_the_same()
    {
        await FillAsync(Source);
        var back = Path.Combine(_folder, "back.db");

        var there = await CommandRun.Async(["storage", "copy", "--from", Source, "--to", _mongo.Uri, "--json"]);
        var home = await CommandRun.Async(["storage", "copy", "--from", _mongo.Uri, "--to", back, "--json"]);

        Assert.Equal((0, 0), (there.ExitCode, home.ExitCode));
        Assert.True(there.Json.GetProperty("verified").GetBoolean());
        Assert.Equal(Accounts + 2, there.Json.GetProperty("documents").GetInt64());
        Assert.Equal(Hashes(there.Json), Hashes(home.Json));
        Assert.Equal(await DumpAsync(Source), await DumpAsync(back));
        Assert.Contains("accounts", there.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_that_is_not_empty_is_refused_and_a_copy_that_was_cut_off_goes_on()
    {
        await FillAsync(Source);
        Assert.Equal(0, (await CommandRun.Async(["storage", "copy", "--from", Source, "--to", _mongo.Uri])).ExitCode);
        await _mongo.Raw("accounts").DeleteManyAsync(new MongoDB.Bson.BsonDocument("body.name", new MongoDB.Bson.BsonDocument("$gt", "Account 3")), Token);

        var refused = await CommandRun.Async(["storage", "copy", "--from", Source, "--to", _mongo.Uri]);
        var resumed = await CommandRun.Async(["storage", "copy", "--from", Source, "--to", _mongo.Uri, "--resume", "--json"]);
        var again = await CommandRun.Async(["storage", "copy", "--from", Source, "--to", _mongo.Uri, "--resume", "--json"]);

        Assert.Equal((1, ""), (refused.ExitCode, refused.Output));
        Assert.Contains("is not empty: it has documents in accounts", refused.Error, StringComparison.Ordinal);
        Assert.Equal(0, resumed.ExitCode);
        Assert.InRange(resumed.Json.GetProperty("written").GetInt64(), 1, Accounts - 1);
        Assert.Equal((0, 0L), (again.ExitCode, again.Json.GetProperty("written").GetInt64()));
    }

    [Fact]
    public async Task A_target_that_a_server_has_written_to_is_not_overwritten()
    {
        await FillAsync(Source);
        await CommandRun.Async(["storage", "copy", "--from", Source, "--to", _mongo.Uri]);
        var accounts = _mongo.Open().Open(AccountRepository.Collection);
        var one = (await accounts.QueryAsync(new DocumentQuery<Account> { Where = _ => true, Take = 1 }, Token))[0].Document;
        await accounts.UpdateAsync(one.Id.ToString(), account => account with { Name = "changed" }, Token);

        var run = await CommandRun.Async(["storage", "copy", "--from", Source, "--to", _mongo.Uri, "--resume"]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("has been written to since", run.Error, StringComparison.Ordinal);
        Assert.Equal("changed", (await accounts.FindAsync(one.Id.ToString(), Token))!.Document.Name);
    }

    [Fact]
    public async Task Documents_that_only_the_target_has_are_found_out()
    {
        await FillAsync(Source);
        await CommandRun.Async(["storage", "copy", "--from", Source, "--to", _mongo.Uri]);
        await _mongo.Open().Open(AccountRepository.Collection).InsertAsync(NewAccount(9999), Token);

        var run = await CommandRun.Async(["storage", "copy", "--from", Source, "--to", _mongo.Uri, "--resume", "--json"]);

        Assert.Equal(1, run.ExitCode);
        Assert.False(run.Json.GetProperty("verified").GetBoolean());
        var accounts = run.Json.GetProperty("collections").EnumerateArray().Single(each => each.GetProperty("name").GetString() == "accounts");
        Assert.False(accounts.GetProperty("verified").GetBoolean());
    }

    [Fact]
    public async Task What_cannot_be_copied_is_told_in_words()
    {
        await FillAsync(Source);
        var other = Path.Combine(_folder, "other.db");
        await using (var store = Open(other))
        {
            await store.Open(new DocumentCollection<SeenWebhook> { Name = "unheard_of", Id = seen => seen.Id }).InsertAsync(new SeenWebhook("1", null), Token);
        }

        (string[] Arguments, int ExitCode, string Message)[] cases =
        [
            ([], 2, "Name the source with --from"),
            (["--from", Path.Combine(_folder, "nowhere.db"), "--to", _mongo.Uri], 3, "There is no file"),
            (["--from", Source, "--to", Source], 1, "are the same"),
            (["--from", other, "--to", _mongo.Uri], 1, "does not know: unheard_of"),
            (["--from", Source, "--to", "mongodb://user:canary@127.0.0.1:1/x?serverSelectionTimeoutMS=100"], 3, "MongoDB at 127.0.0.1:1 cannot be reached"),
            (["--from", Source, "--to", "mongodb://user:canary@"], 3, "is not a MongoDB connection string"),
            (["--from", _mongo.Uri, "--to", Path.Combine(_folder, "empty.db")], 1, "there is nothing to copy"),
        ];
        foreach (var (arguments, exitCode, message) in cases)
        {
            var run = await CommandRun.Async(["storage", "copy", .. arguments]);

            Assert.Equal((exitCode, ""), (run.ExitCode, run.Output));
            Assert.Contains(message, run.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("canary", run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_configured_storage_is_the_side_that_is_not_named()
    {
        await FillAsync(Source);

        var run = await CommandRun.Async(["storage", "copy", "--from", Source, $"--Storage:MongoUri={_mongo.Uri}", "--json"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(Accounts, await _mongo.Raw("accounts").CountDocumentsAsync(new MongoDB.Bson.BsonDocument(), null, Token));
    }

    [Fact]
    public async Task Documents_that_expire_meanwhile_are_neither_copied_nor_missed()
    {
        await using (var store = Open(Source))
        {
            var seen = store.Open(SeenWebhooks.Collection);
            await seen.InsertAsync(new SeenWebhook("old", TimeProvider.System.GetUtcNow().AddMilliseconds(300)), Token);
            await seen.InsertAsync(new SeenWebhook("young", TimeProvider.System.GetUtcNow().AddHours(1)), Token);
            await Fakes.Eventually.GetAsync(async () => await seen.FindAsync("old", Token) is null ? "gone" : null);
        }

        var run = await CommandRun.Async(["storage", "copy", "--from", Source, "--to", _mongo.Uri, "--json"]);

        Assert.Equal((0, 1L), (run.ExitCode, run.Json.GetProperty("documents").GetInt64()));
        Assert.Equal(1, await _mongo.Raw("seen_webhooks").CountDocumentsAsync(new MongoDB.Bson.BsonDocument(), null, Token));
    }

    private static List<string> Hashes(JsonElement result) =>
        [.. result.GetProperty("collections").EnumerateArray().Where(each => each.GetProperty("documents").GetInt64() > 0).Select(each => $"{each.GetProperty("name")} {each.GetProperty("documents")} {each.GetProperty("sha256")}")];

    private static SqliteDocumentStore Open(string path) => new(Options.Create(new StorageOptions { Path = path }), TimeProvider.System);

    private static async Task FillAsync(string path)
    {
        await using var store = Open(path);
        var accounts = store.Open(AccountRepository.Collection);
        await Task.WhenAll(Enumerable.Range(0, Accounts).Select(i => accounts.InsertAsync(NewAccount(i), Token)));
        await store.Open(SeenWebhooks.Collection).InsertAsync(new SeenWebhook("one", TimeProvider.System.GetUtcNow().AddHours(1)), Token);
        var elements = store.Open(DataProtectionElement.Collection);
        await elements.InsertAsync(new DataProtectionElement { Name = "key $.%", Xml = "<key a=\"ä\">🙂</key>" }, Token);
        await elements.UpdateAsync("key $.%", element => element with { Xml = "<key/>" }, Token);
    }

    private static Account NewAccount(int number) => new()
    {
        Id = AccountId.New(),
        Name = $"Account {number} 🙂",
        WebhookToken = $"token {number}",
        CreatedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.FromHours(2)).AddTicks(number),
    };

    private static async Task<List<string>> DumpAsync(string path)
    {
        await using var archive = SqliteArchive.OpenSource(path);
        var lines = new List<string>();
        foreach (var collection in (await archive.ListAsync(Token)).Where(each => each.Count > 0).OrderBy(each => each.Name, StringComparer.Ordinal))
        {
            lines.Add($"{collection}");
            lines.AddRange((await archive.ReadAsync(collection.Name, null, 10_000, Token)).Select(document => document.ToString()));
        }

        return lines;
    }
}
