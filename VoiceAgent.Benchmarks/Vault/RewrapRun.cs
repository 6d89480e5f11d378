using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VoiceAgent.Core;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Keys.Roots;
using VoiceAgent.Core.Keys.Rotation;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Benchmarks.Vault;

/// <summary>
/// <c>rewrap [--keys 80000] [--json FILE|-]</c>: so many provider keys in SQLite, sealed anew by a second root key (rows per second), then
/// by a third one in a process that is killed on the way, after which another one does the rest.
/// </summary>
internal static class RewrapRun
{
    private const string ChildOption = "--child";
    private const int InsertBatch = 2000;

    public static async Task<int> RunAsync(string[] options)
    {
        if (JsonTarget.Option(options, ChildOption) is { } folder)
        {
            return await RewrapAsChildAsync(folder);
        }

        var keys = int.Parse(JsonTarget.Option(options, "--keys") ?? "80000", CultureInfo.InvariantCulture);
        var directory = Directory.CreateTempSubdirectory("voiceagent-rewrap-");
        try
        {
            JsonTarget.Write(await MeasureAsync(directory.FullName, keys), options);
            return 0;
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task<object> MeasureAsync(string folder, int keys)
    {
        await WithHostAsync(folder, host => host.GetRequiredService<RootKeyGenerator>().AddAsync(null, "first", CancellationToken.None));
        await WithHostAsync(folder, host => InsertAsync(host, keys));
        await ActivateAsync(folder, "second");
        var began = TimeProvider.System.GetTimestamp();
        var whole = await WithHostAsync(folder, host => RewrapAsync(host, _ => { }));
        var seconds = TimeProvider.System.GetElapsedTime(began).TotalSeconds;

        await ActivateAsync(folder, "third");
        var killedAfter = await KillOnTheWayAsync(folder, keys / 3);
        var left = await WithHostAsync(folder, host => CountAsync(host, "second"));
        var rest = await WithHostAsync(folder, host => RewrapAsync(host, _ => { }));
        var check = await WithHostAsync(folder, host => host.GetRequiredService<VaultCheck>().RunAsync(_ => Task.CompletedTask, CancellationToken.None));
        return new
        {
            Keys = keys,
            Rewrapped = whole.Rewrapped,
            Seconds = Math.Round(seconds, 2),
            RowsPerSecond = Math.Round(whole.Rewrapped / seconds),
            KilledAfterRows = killedAfter,
            LeftAfterKill = left,
            ResumedRows = rest.Rewrapped,
            Remaining = rest.Remaining,
            OpenedAfterwards = check.Opened,
            UnreadableAfterwards = check.Unreadable,
        };
    }

    private static async Task<int> RewrapAsChildAsync(string folder)
    {
        await WithHostAsync(folder, host => RewrapAsync(host, done => Console.Out.WriteLine(done.ToString(CultureInfo.InvariantCulture))));
        return 0;
    }

    /// <summary>Starts a rewrap in another process and kills it once it has said that so many rows are done. Returns the last number it said.</summary>
    private static async Task<long> KillOnTheWayAsync(string folder, long rows)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            ArgumentList = { typeof(RewrapRun).Assembly.Location, "rewrap", ChildOption, folder },
        };
        using var process = Process.Start(start)!;
        var last = 0L;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            last = long.Parse(line, CultureInfo.InvariantCulture);
            if (last >= rows)
            {
                process.Kill();
                break;
            }
        }

        await process.WaitForExitAsync();
        return last;
    }

    private static async Task ActivateAsync(string folder, string id)
    {
        await WithHostAsync(folder, host => host.GetRequiredService<RootKeyGenerator>().AddAsync(null, id, CancellationToken.None));
        await WithHostAsync(folder, async host =>
        {
            var rotation = host.GetRequiredService<RootKeyRotation>();
            await rotation.StageAsync(id, CancellationToken.None);
            return await rotation.ActivateAsync(id, CancellationToken.None);
        });
    }

    private static Task<RewrapReport> RewrapAsync(IServiceProvider host, Action<long> progress) => host.GetRequiredService<VaultRewrap>().RunAsync(
        VaultRewrap.DefaultBatchSize,
        (done, _) =>
        {
            progress(done);
            return Task.CompletedTask;
        },
        CancellationToken.None);

    private static async Task<long> CountAsync(IServiceProvider host, string rootKeyId)
    {
        var count = 0L;
        foreach (var collection in host.GetServices<ISealedCollection>())
        {
            count += await collection.CountAsync(rootKeyId, CancellationToken.None);
        }

        return count;
    }

    private static async Task<int> InsertAsync(IServiceProvider host, int keys)
    {
        await host.GetRequiredService<VaultAccess>().OpenForSealingAsync(CancellationToken.None);
        var vault = host.GetRequiredService<KeyVault>();
        var documents = host.GetRequiredService<IDocuments<ProviderKey>>();
        var providers = Enum.GetValues<ProviderName>();
        for (var done = 0; done < keys; done += InsertBatch)
        {
            await Task.WhenAll(Enumerable.Range(done, Math.Min(InsertBatch, keys - done)).Select(
                number => documents.InsertAsync(NewKey(vault, providers[number % providers.Length]), CancellationToken.None)));
        }

        return keys;
    }

    private static ProviderKey NewKey(KeyVault vault, ProviderName provider)
    {
        var now = TimeProvider.System.GetUtcNow();
        var secret = System.Security.Cryptography.RandomNumberGenerator.GetHexString(48);
        var bytes = System.Text.Encoding.ASCII.GetBytes(secret);
        var key = new ProviderKey
        {
            Id = KeyId.New(),
            AccountId = AccountId.New(),
            Provider = provider,
            Generation = 1,
            Secret = null!,
            Destination = new KeyDestination(ProviderEndpoints.Public.For(provider).Destination),
            Tail = secret[^4..],
            Length = secret.Length,
            Fingerprint = vault.Fingerprint(provider, bytes),
            CreatedAt = now,
            CreatedBy = UserId.New(),
            UpdatedAt = now,
        };
        return key with { Secret = vault.Seal(KeyBinding.Of(key), bytes) };
    }

    private static async Task<T> WithHostAsync<T>(string folder, Func<IServiceProvider, Task<T>> work)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Production });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Storage:Path"] = Path.Combine(folder, "voiceagent.db"),
            ["Vault:KeyFile"] = Path.Combine(folder, "vault-keys.json"),
        });
        builder.Logging.ClearProviders();
        builder.Services.AddVoiceAgentCore(builder.Configuration);
        builder.Services.AddVaultDataProtection();
        using var host = builder.Build();
        return await work(host.Services);
    }
}
