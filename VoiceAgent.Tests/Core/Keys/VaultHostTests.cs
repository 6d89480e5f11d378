using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VoiceAgent.Core;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Telephony;
using VoiceAgent.Tests.Fakes;
using VoiceAgent.Tests.Fakes.Tools;

namespace VoiceAgent.Tests.Core.Keys;

/// <summary>The vault as the application starts it: real registration, real storage, real key file.</summary>
[Trait("Kind", "Host")]
public sealed class VaultHostTests : IDisposable
{
    private const string Key = "0123456789abcdef0123456789abcdef01234567";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("voiceagent-host-");
    private readonly AccountId _account = AccountId.New();

    private string KeyFile => Path.Combine(_folder.FullName, "vault-keys.json");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_key_survives_a_restart_and_waits_out_a_lost_key_file()
    {
        string cookie;
        using (var first = await StartAsync(Environments.Development))
        {
            Assert.True((await SaveAsync(first)).Saved);
            Assert.Equal(HealthStatus.Healthy, await HealthAsync(first));
            cookie = Protector(first).Protect("signed in");
            await first.StopAsync();
        }

        File.Move(KeyFile, KeyFile + ".backup");
        using (var locked = await StartAsync(Environments.Development))
        {
            var keys = locked.Services.GetRequiredService<IProviderKeys>();
            Assert.Contains("Put the file back from its backup", locked.Services.GetRequiredService<IVaultStatus>().State.LockedBecause, StringComparison.Ordinal);
            Assert.Equal(HealthStatus.Degraded, await HealthAsync(locked));
            Assert.Equal("4567", Assert.Single(await keys.ListAsync(_account, CancellationToken.None)).Tail);
            await Assert.ThrowsAsync<VaultLockedException>(() => keys.LeaseAsync(_account, ProviderName.Deepgram, CancellationToken.None));
            var readiness = await locked.Services.GetRequiredService<ICallReadinessService>().EvaluateAsync(_account, null, CancellationToken.None);
            Assert.Equal(MissingReason.VaultLocked, Assert.Single(readiness.Missing).Reason);
            Assert.Equal("now", Protector(locked).Unprotect(Protector(locked).Protect("now")));
            await locked.StopAsync();
        }

        File.Move(KeyFile + ".backup", KeyFile);
        using var again = await StartAsync(Environments.Production);
        using var lease = await again.Services.GetRequiredService<IProviderKeys>().LeaseAsync(_account, ProviderName.Deepgram, CancellationToken.None);
        Assert.Equal(Key, lease!.Reveal());
        Assert.Equal("signed in", Protector(again).Unprotect(cookie));
        await again.StopAsync();
    }

    [Theory]
    [InlineData("Providers:deepgram:BaseAddress", "nowhere", "The setting Providers:deepgram:BaseAddress is not a complete http or https address")]
    [InlineData("Vault:KeyFile", "", "Vault:KeyFile is empty. Name the file that holds the vault's root keys")]
    public async Task A_wrong_setting_stops_the_start_with_a_readable_message(string name, string value, string message)
    {
        var exception = await Assert.ThrowsAnyAsync<Exception>(() => StartAsync(Environments.Development, (name, value)));

        Assert.True(exception is InvalidOperationException or OptionsValidationException);
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    private static IDataProtector Protector(IHost host) => host.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");

    private static async Task<HealthStatus> HealthAsync(IHost host) =>
        (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(registration => registration.Name == "vault")).Status;

    private Task<SaveKeyOutcome> SaveAsync(IHost host) => host.Services.GetRequiredService<IProviderKeys>().SaveAsync(
        _account, UserId.New(), ProviderName.Deepgram, new KeyInput { Key = Key }, CancellationToken.None);

    private async Task<IHost> StartAsync(string environment, params (string Name, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings
        {
            EnvironmentName = environment,
            ContentRootPath = _folder.FullName,
        });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Storage:Path"] = Path.Combine(_folder.FullName, "voiceagent.db"),
            ["Vault:KeyFile"] = KeyFile,
        });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)));
        builder.Logging.ClearProviders();
        builder.Services.AddVoiceAgentCore(builder.Configuration);
        builder.Services.AddSingleton<IMediaAddress, NoMediaAddress>();
        builder.Services.AddSingleton<IWebhookAddress, NoWebhookAddress>();
        builder.Services.AddVaultDataProtection();
        var host = builder.Build();
        try
        {
            await host.StartAsync();
            return host;
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }
}
