using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Storage;
using VoiceAgent.Core.Telephony;
using VoiceAgent.Tests.Fakes;
using VoiceAgent.Tests.Fakes.Mongo;
using VoiceAgent.Tests.Web.Commands;
using VoiceAgent.Web;
using VoiceAgent.Web.Hosting.Settings;

namespace VoiceAgent.Tests.Web.Storage;

/// <summary>The whole application with its documents in MongoDB.</summary>
[Trait("Kind", "Host")]
public sealed class MongoHostTests : IAsyncDisposable
{
    private const string Key = "dg-canary-key-4711-0123456789abcdef01234567";
    private readonly string _folder = Directory.CreateTempSubdirectory("mongo-host-").FullName;
    private readonly MongoTestDatabase _mongo = MongoServer.NewDatabase();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string KeyFile => Path.Combine(_folder, "vault-keys.json");

    public async ValueTask DisposeAsync()
    {
        await _mongo.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task An_installation_moved_from_a_file_opens_its_keys_and_signs_its_users_in()
    {
        var file = Path.Combine(_folder, "voiceagent.db");
        Browser ada;
        AccountId account;
        await using (var before = await RunningApp.StartAsync(null, $"--Storage:Path={file}", "--Storage:MongoUri=", $"--Vault:KeyFile={KeyFile}"))
        {
            ada = await before.SignUpAsync("ada@example.com");
            account = await AccountOfAsync(before, "ada@example.com");
            Assert.True((await before.Services.GetRequiredService<IProviderKeys>().SaveAsync(account, UserId.New(), ProviderName.Deepgram, new KeyInput { Key = Key }, Token)).Saved);
        }

        var copy = await CommandRun.Async(["storage", "copy", "--from", file, "--to", _mongo.Uri]);
        Assert.True(copy.ExitCode == 0, copy.Error);

        await using var after = await StartAsync();
        using var again = after.NewBrowser();
        await again.SignInAsync("ada@example.com");
        Assert.True(await again.IsSignedInAsync());
        using var moved = await ada.Http.GetAsync(new Uri(after.Address, "/account/change-password"), Token);
        Assert.Equal(HttpStatusCode.OK, moved.StatusCode);
        using var lease = await after.Services.GetRequiredService<IProviderKeys>().LeaseAsync(account, ProviderName.Deepgram, Token);
        Assert.Equal(Key, lease!.Reveal());
        ada.Dispose();
    }

    [Fact]
    public async Task Two_hosts_that_start_together_on_an_empty_database_accept_each_others_cookies()
    {
        Assert.Equal(0, (await CommandRun.Async(["vault", "keygen", "--file", KeyFile])).ExitCode);
        var hosts = await Task.WhenAll(StartAsync(), StartAsync());
        await using var first = hosts[0];
        await using var second = hosts[1];

        using var ada = await first.SignUpAsync();
        using var bob = await second.SignUpAsync();

        using var elsewhere = await ada.Http.GetAsync(new Uri(second.Address, "/account/change-password"), Token);
        using var there = await bob.Http.GetAsync(new Uri(first.Address, "/account/change-password"), Token);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (elsewhere.StatusCode, there.StatusCode));
    }

    [Fact]
    public async Task One_address_signs_up_once_however_many_hosts_are_asked()
    {
        Assert.Equal(0, (await CommandRun.Async(["vault", "keygen", "--file", KeyFile])).ExitCode);
        await using var first = await StartAsync();
        await using var second = await StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            using var browser = (i % 2 == 0 ? first : second).NewBrowser();
            await browser.SignUpAsync("ada@example.com");
        }));

        var users = await first.Services.GetRequiredService<IDocuments<User>>().QueryAsync(new DocumentQuery<User> { Where = _ => true }, Token);
        Assert.Single(users);
        Assert.Equal(1, await second.Services.GetRequiredService<IDocuments<Account>>().CountAsync(_ => true, Token));
    }

    [Fact]
    public async Task Wrong_passwords_are_counted_together_whichever_host_they_are_tried_on()
    {
        Assert.Equal(0, (await CommandRun.Async(["vault", "keygen", "--file", KeyFile])).ExitCode);
        await using var first = await StartAsync();
        await using var second = await StartAsync();
        using var ada = await first.SignUpAsync("ada@example.com");

        for (var i = 0; i < 5; i++)
        {
            using var guesser = (i % 2 == 0 ? first : second).NewBrowser();
            await guesser.SignInAsync("ada@example.com", "not the password");
        }

        foreach (var host in new[] { first, second })
        {
            using var late = host.NewBrowser();
            await late.SignInAsync("ada@example.com");
            Assert.False(await late.IsSignedInAsync());
        }
    }

    [Fact]
    public async Task A_webhook_is_acted_on_by_one_host()
    {
        Assert.Equal(0, (await CommandRun.Async(["vault", "keygen", "--file", KeyFile])).ExitCode);
        await using var first = await StartAsync();
        await using var second = await StartAsync();
        var account = AccountId.New();

        var added = await Task.WhenAll(Enumerable.Range(0, 20).Select(
            i => (i % 2 == 0 ? first : second).Services.GetRequiredService<SeenWebhooks>().TryAddAsync(account, "event", Token)));

        Assert.Single(added, isFirst => isFirst);
    }

    [Fact]
    public async Task Health_says_that_storage_is_down_while_MongoDB_is_and_up_again_afterwards()
    {
        await using var server = new MongoDouble();
        await using var app = await RunningApp.StartAsync(
            null, $"--Storage:MongoUri={server.Uri("health")}&serverSelectionTimeoutMS=300&heartbeatFrequencyMS=500", $"--Vault:KeyFile={KeyFile}");
        using var browser = app.NewBrowser();
        Assert.Equal((HttpStatusCode.OK, "up"), await StorageAsync(browser));

        server.SetDown(true);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "down"), await StorageAsync(browser));

        server.SetDown(false);
        await Eventually.GetAsync(async () => await StorageAsync(browser) == (HttpStatusCode.OK, "up") ? "up" : null);
        app.ForgetErrors();
    }

    [Fact]
    public async Task A_server_that_is_not_there_stops_the_start_with_a_readable_message()
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => RunningApp.StartAsync(
            null, "--Storage:MongoUri=mongodb://user:canary@127.0.0.1:1/?serverSelectionTimeoutMS=200", $"--Vault:KeyFile={KeyFile}"));

        var described = StartupFailure.Describe(failure);
        Assert.Equal(
            $"VoiceAgent cannot start:{Environment.NewLine}  - MongoDB at 127.0.0.1:1 cannot be reached. Check that it runs and has a primary, and that Storage:MongoUri names the right hosts.",
            described);
        Assert.DoesNotContain("canary", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_that_is_none_is_described_before_anything_starts()
    {
        var failure = Assert.ThrowsAny<Exception>(() => WebApp.Create(
            ["--Storage:MongoUri=mongodb//user:canary@host", $"--Vault:KeyFile={KeyFile}", "--hostBuilder:reloadConfigOnChange=false"]));

        Assert.StartsWith(
            $"VoiceAgent cannot start:{Environment.NewLine}  - Storage:MongoUri is not a MongoDB connection string.", StartupFailure.Describe(failure), StringComparison.Ordinal);
        Assert.DoesNotContain("canary", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_of_the_driver_is_logged_even_where_everything_is()
    {
        var log = new RecordingLoggerProvider();
        await using (var app = await RunningApp.StartAsync(
            builder =>
            {
                builder.Logging.SetMinimumLevel(LogLevel.Trace);
                builder.Logging.AddFilter("MongoDB", LogLevel.Trace);
                builder.Logging.AddProvider(log);
            },
            $"--Storage:MongoUri={_mongo.Uri}",
            $"--Vault:KeyFile={KeyFile}",
            "--Logging:LogLevel:Default=Trace"))
        {
            using var browser = await app.SignUpAsync("canary@example.com");
        }

        Assert.NotEmpty(log.Entries);
        Assert.DoesNotContain(log.Entries, entry => entry.Contains("MongoDB", StringComparison.Ordinal));
    }

    private Task<RunningApp> StartAsync() => RunningApp.StartAsync(null, $"--Storage:MongoUri={_mongo.Uri}", $"--Vault:KeyFile={KeyFile}");

    private static async Task<AccountId> AccountOfAsync(RunningApp app, string email)
    {
        var users = await app.Services.GetRequiredService<IDocuments<User>>().QueryAsync(new DocumentQuery<User> { Where = _ => true }, Token);
        return users.Single(stored => string.Equals(stored.Document.Email, email, StringComparison.OrdinalIgnoreCase)).Document.AccountId;
    }

    private static async Task<(HttpStatusCode Status, string? Storage)> StorageAsync(Browser browser)
    {
        using var answer = await browser.Http.GetAsync(new Uri("/health", UriKind.Relative), Token);
        return (answer.StatusCode, (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))?["checks"]?["storage"]);
    }

    private sealed class RecordingLoggerProvider : ILoggerProvider
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> _entries = [];

        public IReadOnlyCollection<string> Entries => _entries;

        public ILogger CreateLogger(string categoryName) => new Logger(categoryName, _entries);

        public void Dispose()
        {
        }

        private sealed class Logger(string category, System.Collections.Concurrent.ConcurrentQueue<string> entries) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                entries.Enqueue($"{category}: {formatter(state, exception)}");
        }
    }
}
