using Microsoft.Extensions.DependencyInjection;
using MongoDB.Bson;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Tests.Core.Keys.Fernet;
using VoiceAgent.Tests.Fakes;
using VoiceAgent.Tests.Fakes.Mongo;

namespace VoiceAgent.Tests.Web.Commands;

/// <summary>The command beside a running server on the same database and key file.</summary>
[Trait("Kind", "Host")]
public sealed class ImportLegacyTests(RunningApp app) : IClassFixture<RunningApp>
{
    private const string Secret = "canary-jwt-secret-of-before";
    private static readonly byte[] Key = FernetTokens.Derive(Secret, "canary-salt", 1000);

    [Fact]
    public async Task Keys_of_a_whole_store_go_to_one_owner_who_can_use_them_at_once()
    {
        using var browser = await app.SignUpAsync("owner@import.example");
        var account = await AccountOfAsync("owner@import.example");
        var (export, secret) = await WriteAsync(
            $$"""
            {"_id":{"$oid":"65a000000000000000000001"},"user_id":"a","provider":"openai","encrypted_key":"{{FernetTokens.Make(Key, "sk-proj-canary0123456789imported")}}"}
            {"_id":{"$oid":"65a000000000000000000002"},"user_id":"b","api_keys":{"deepgram":"{{FernetTokens.Make(Key, "5ca9a7e071935528\n")}}","hume":"broken"} }
            """);
        string[] common = ["vault", "import-legacy", "--source", export, "--secret-file", secret, "--salt", "canary-salt", "--iterations", "1000"];

        var probe = await RunAsync([.. common, "--probe"]);
        Assert.Equal(0, probe.ExitCode);
        Assert.Contains("2 tokens tried, 2 opened", probe.Output, StringComparison.Ordinal);

        var dry = await RunAsync([.. common, "--owner", "owner@import.example", "--dry-run", "--json"]);
        Assert.Equal((1, true, 2), (dry.ExitCode, dry.Json.GetProperty("isDryRun").GetBoolean(), dry.Json.GetProperty("counts").GetProperty("imported").GetInt32()));
        Assert.Empty(await app.Services.GetRequiredService<IProviderKeys>().ListAsync(account, default));

        var run = await RunAsync([.. common, "--owner", "owner@import.example"]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("2  imported: Deepgram 1, OpenAI 1", run.Output, StringComparison.Ordinal);
        Assert.Contains("65a000000000000000000002 api_keys.hume: not encrypted by Fernet", run.Output, StringComparison.Ordinal);
        Assert.Contains("White space around these keys was dropped", run.Output, StringComparison.Ordinal);
        Assert.All([probe, dry, run], told => Assert.DoesNotContain("canary", told.Output + told.Error, StringComparison.OrdinalIgnoreCase));

        using var lease = await app.Services.GetRequiredService<IProviderKeys>().LeaseAsync(account, ProviderName.OpenAI, default);
        Assert.Equal("sk-proj-canary0123456789imported", lease?.Reveal());
        var input = new KeyInput { Key = "sk-proj-0123456789replaced-by-its-owner" };
        Assert.True((await app.Services.GetRequiredService<IProviderKeys>().SaveAsync(account, UserId.New(), ProviderName.OpenAI, input, default)).Saved);
        await File.WriteAllTextAsync(export, $$"""{"_id":"later","openai_api_key":"{{FernetTokens.Make(Key, "sk-proj-canary0123456789later", DateTimeOffset.MaxValue)}}"}""");
        Assert.Contains("1  left alone, because the account has its own newer key: OpenAI 1", (await RunAsync([.. common, "--owner", "owner@import.example"])).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_are_taken_from_the_MongoDB_of_the_earlier_system_which_stays_as_it_is()
    {
        using var browser = await app.SignUpAsync("mongo@import.example");
        var account = await AccountOfAsync("mongo@import.example");
        await using var old = MongoServer.NewDatabase();
        await old.Raw("users").InsertOneAsync(new BsonDocument
        {
            { "_id", "u1" }, { "email", "mongo@import.example" }, { "hume_api_key", FernetTokens.Make(Key, "HumeCanary0123456789imported") }, { "soniox_api_key", "gAAAAAbroken" },
        });
        var before = await old.ReadAsync();
        var (_, secret) = await WriteAsync("{}");
        string[] common = ["vault", "import-legacy", "--source", old.Uri, "--secret-file", secret, "--salt", "canary-salt", "--iterations", "1000"];

        Assert.Contains("1 opened", (await RunAsync([.. common, "--probe"])).Output, StringComparison.Ordinal);
        var run = await RunAsync([.. common, "--owner", "mongo@import.example", "--json"]);
        var again = await RunAsync([.. common, "--owner", "mongo@import.example", "--json"]);

        Assert.Equal((1, 1, 1), (run.ExitCode, Count(run, "imported"), Count(again, "alreadyImported")));
        Assert.DoesNotContain("canary", run.Output + run.Error, StringComparison.OrdinalIgnoreCase);
        using var lease = await app.Services.GetRequiredService<IProviderKeys>().LeaseAsync(account, ProviderName.Hume, default);
        Assert.Equal("HumeCanary0123456789imported", lease?.Reveal());
        Assert.Equal(before, await old.ReadAsync());
    }

    [Fact]
    public async Task A_second_run_imports_nothing()
    {
        using var browser = await app.SignUpAsync("twice@import.example");
        var (export, secret) = await WriteAsync($$"""{"_id":"1","openai_api_key":"{{FernetTokens.Make(Key, "sk-twice-0123456789")}}","grok_api_key":"{{FernetTokens.Make(Key, "xai-twice-0123456789")}}"}""");
        string[] common = ["vault", "import-legacy", "--source", export, "--secret-file", secret, "--salt", "canary-salt", "--iterations", "1000"];
        Assert.Equal(0, (await RunAsync([.. common, "--owner", "twice@import.example"])).ExitCode);
        Assert.Contains("2  imported before", (await RunAsync([.. common, "--owner", "twice@import.example"])).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--salt s", "either --owner EMAIL or --by-email")]
    [InlineData("--salt s --owner a@b.example --by-email", "either --owner EMAIL or --by-email")]
    [InlineData("--owner a@b.example", "Give the salt")]
    [InlineData("--owner a@b.example --salt-hex xyz", "A salt is not what its option says")]
    [InlineData("--owner a@b.example --salt s --iterations 0", "--iterations is a number")]
    [InlineData("--owner a@b.example --salt s --alias voice", "--alias takes name=provider")]
    [InlineData("--owner a@b.example --salt s --alias voice=acme", "There is no provider acme")]
    [InlineData("--owner a@b.example --salt s --hash md5", "md5")]
    public async Task Wrong_usage_is_told(string options, string message)
    {
        var (export, secret) = await WriteAsync("[]");

        var run = await RunAsync(["vault", "import-legacy", "--source", export, "--secret-file", secret, .. options.Split(' ')]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]", "--owner nobody@import.example", 3, "Sign up with it first")]
    [InlineData("[1]", "--owner owner-of-none@import.example", 3, "Nobody here has")]
    [InlineData("{]", "--probe", 3, "see line 1")]
    [InlineData("[]", "--probe", 1, "No Fernet token was found")]
    [InlineData("[]", "--probe --source env:VOICEAGENT_NO_SUCH_VARIABLE", 3, "VOICEAGENT_NO_SUCH_VARIABLE is not set")]
    [InlineData("[]", "--probe --source ftp://example.com/x", 3, "neither a file nor an address")]
    public async Task What_cannot_be_done_is_told(string content, string options, int exitCode, string message)
    {
        var (export, secret) = await WriteAsync(content);
        var words = options.Split(' ');
        string[] source = words.Contains("--source") ? [] : ["--source", export];

        var run = await RunAsync(["vault", "import-legacy", .. source, "--secret-file", secret, "--salt", "s", "--iterations", "1", .. words]);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(message, run.Output + run.Error, StringComparison.Ordinal);
    }

    private Task<CommandRun> RunAsync(string[] words) => CommandRun.Async(
        [.. words, "--environment", "Development", app.StorageSetting, $"--Vault:KeyFile={Path.Combine(app.Folder, "vault-keys.json")}"]);

    private async Task<(string Export, string Secret)> WriteAsync(string content)
    {
        var folder = Directory.CreateDirectory(Path.Combine(app.Folder, Guid.NewGuid().ToString("N"))).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "keys.json"), content);
        await File.WriteAllTextAsync(Path.Combine(folder, "secret.txt"), Secret + "\n");
        return (Path.Combine(folder, "keys.json"), Path.Combine(folder, "secret.txt"));
    }

    private async Task<AccountId> AccountOfAsync(string email)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<Users>().FindByEmailAsync(email))!.User.AccountId;
    }

    private static int Count(CommandRun run, string outcome) => run.Json.GetProperty("counts").GetProperty(outcome).GetInt32();
}
