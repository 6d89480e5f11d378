using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Keys.Roots;
using VoiceAgent.Core.Keys.Rotation;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Storage;
using VoiceAgent.Core.Tools.Secrets;
using VoiceAgent.Tests.Fakes.Mongo;
using VoiceAgent.Web.Commands;

namespace VoiceAgent.Tests.Adapters.Sqlite;

/// <summary>
/// Rewraps in processes of their own: one that is killed on the way is done by the next one, and two at once do it together. The other
/// process is this very test in a second role, which the environment variable gives it.
/// </summary>
[Trait("Kind", "Adapter")]
public sealed class RewrapKillTests : IAsyncLifetime
{
    private const string SettingsVariable = "VOICEAGENT_TESTS_REWRAP";
    private const int Keys = 600;
    private const int ToolSecretCount = 60;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("voiceagent-rewrap-");
    private MongoTestDatabase? _mongo;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string[]? OtherSettings => Environment.GetEnvironmentVariable(SettingsVariable)?.Split('\n');

    private string[] Settings =>
    [
        _mongo is null ? $"--Storage:Path={Path.Combine(_folder.FullName, "voiceagent.db")}" : $"--Storage:MongoUri={_mongo.Uri}",
        $"--Vault:KeyFile={Path.Combine(_folder.FullName, "vault-keys.json")}",
    ];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_mongo is not null)
        {
            await _mongo.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_rewrap_that_is_killed_loses_nothing_and_goes_on_where_it_was(bool inMongo)
    {
        if (OtherSettings is { } settings)
        {
            await RewrapAsync(settings, batchSize: 3, PrintAsync);
            return;
        }

        await PrepareAsync(inMongo);
        await RewrapUntilKilledAsync(nameof(A_rewrap_that_is_killed_loses_nothing_and_goes_on_where_it_was), lines: 10);

        var report = await RewrapAsync(Settings, batchSize: 500);
        Assert.InRange(report.Rewrapped, 1, Keys + ToolSecretCount - 10);
        await AssertWholeAsync(report);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Two_rewraps_at_once_and_users_who_replace_keys_meanwhile_lose_nothing(bool inMongo)
    {
        await PrepareAsync(inMongo);
        using var first = CommandHost.Create(Settings, null);
        using var second = CommandHost.Create(Settings, null);
        var accounts = await AccountsAsync(first.Services);
        await first.Services.GetRequiredService<VaultAccess>().OpenForSealingAsync(Token);
        var users = first.Services.GetRequiredService<IProviderKeys>();

        async Task ReplaceAsync(AccountId account)
        {
            await Task.Yield();
            Assert.True((await users.SaveAsync(account, UserId.New(), ProviderName.Deepgram, new KeyInput { Key = Replacement }, Token)).Saved);
        }

        var reports = new List<Task<RewrapReport>>
        {
            first.Services.GetRequiredService<VaultRewrap>().RunAsync(7, (_, _) => Task.CompletedTask, Token),
            second.Services.GetRequiredService<VaultRewrap>().RunAsync(5, (_, _) => Task.CompletedTask, Token),
        };
        await Task.WhenAll([.. accounts.Take(100).Select(ReplaceAsync), .. reports]);

        await AssertWholeAsync(await RewrapAsync(Settings, batchSize: 500));
        foreach (var (account, number) in accounts.Take(200).Select((account, number) => (account, number)))
        {
            using var lease = await users.LeaseAsync(account, ProviderName.Deepgram, Token);
            Assert.Equal(number < 100 ? Replacement : Key, lease!.Reveal());
        }
    }

    private const string Key = "0123456789abcdef0123456789abcdef01234567";
    private const string Replacement = "fedcba9876543210fedcba9876543210fedcba98";

    private async Task AssertWholeAsync(RewrapReport report)
    {
        Assert.Equal(0, report.Remaining);
        var check = await WithServicesAsync(Settings, services => services.GetRequiredService<VaultCheck>().RunAsync(_ => Task.CompletedTask, Token));
        Assert.Equal((Keys + ToolSecretCount, 0), (check.Opened, check.Unreadable));
        Assert.Equal(
            [("provider_keys", Keys), ("tool_secrets", ToolSecretCount)],
            check.Collections.Where(collection => collection.Opened > 0).Select(collection => (collection.Name, (int)collection.Opened)).Order());
        var retired = await WithServicesAsync(Settings, services => services.GetRequiredService<RootKeyRotation>().RetireAsync(null, Token));
        Assert.Equal(("old", RootKeyState.Retired), (retired.RootKeyId, retired.State));
    }

    private static Task PrintAsync(long done, long total) => Console.Out.WriteLineAsync($"rewrapped {done.ToString(CultureInfo.InvariantCulture)} .");

    private static Task<RewrapReport> RewrapAsync(string[] settings, int batchSize, Func<long, long, Task>? progress = null) => WithServicesAsync(
        settings, services => services.GetRequiredService<VaultRewrap>().RunAsync(batchSize, progress ?? ((_, _) => Task.CompletedTask), Token));

    private async Task PrepareAsync(bool inMongo)
    {
        _mongo = inMongo ? MongoServer.NewDatabase() : null;
        await WithServicesAsync(Settings, async services =>
        {
            await services.GetRequiredService<RootKeyGenerator>().AddAsync(null, "old", Token);
            await services.GetRequiredService<VaultAccess>().OpenForSealingAsync(Token);
            var keys = services.GetRequiredService<IProviderKeys>();
            await Task.WhenAll(Enumerable.Range(0, ToolSecretCount).Select(number => services.GetRequiredService<ToolSecrets>().SaveAsync(
                AccountId.New(), AuditActor.System, new ToolSecretPlace($"{number:x32}", "shop.example.com:443", "X-Key"), "a tool's secret", Token)));
            return await Task.WhenAll(Enumerable.Range(0, Keys).Select(_ => keys.SaveAsync(
                AccountId.New(), UserId.New(), ProviderName.Deepgram, new KeyInput { Key = Key }, Token)));
        });
        await WithServicesAsync(Settings, async services =>
        {
            await services.GetRequiredService<RootKeyGenerator>().AddAsync(null, "new", Token);
            await services.GetRequiredService<RootKeyRotation>().StageAsync(null, Token);
            return await services.GetRequiredService<RootKeyRotation>().ActivateAsync(null, Token);
        });
    }

    private async Task RewrapUntilKilledAsync(string method, int lines)
    {
        using var process = SecondRole.Start(typeof(RewrapKillTests), method, SettingsVariable, string.Join('\n', Settings));
        var seen = 0;
        var output = new List<string>();
        while (await process.StandardOutput.ReadLineAsync(Token) is { } line)
        {
            if (line.Split(' ') is not ["rewrapped", _, "."])
            {
                output.Add(line);
            }
            else if (++seen == lines)
            {
                process.Kill();
            }
        }

        await process.WaitForExitAsync(Token);
        Assert.True(seen >= lines, $"The rewrap ended by itself:\n{string.Join('\n', output)}");
    }

    private static async Task<IReadOnlyList<AccountId>> AccountsAsync(IServiceProvider services)
    {
        var stored = await services.GetRequiredService<IDocuments<ProviderKey>>().QueryAsync(new() { Where = key => true }, Token);
        return [.. stored.Select(key => key.Document.AccountId)];
    }

    private static async Task<T> WithServicesAsync<T>(string[] settings, Func<IServiceProvider, Task<T>> work)
    {
        using var host = CommandHost.Create(settings, null);
        return await work(host.Services);
    }
}
