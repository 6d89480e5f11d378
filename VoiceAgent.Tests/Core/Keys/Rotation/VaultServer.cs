using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VoiceAgent.Core;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Keys.Rotation;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Tests.Core.Keys.Rotation;

/// <summary>One of several servers that share a storage: the real registration, a key file of its own, turns taken when a test says so.</summary>
internal sealed class VaultServer : IDisposable
{
    private readonly IHost _host;

    public VaultServer(IDocumentStore store, TimeProvider time, string folder, params (string Name, string? Value)[] settings)
    {
        KeyFile = Path.Combine(folder, $"{Guid.NewGuid():N}.json");
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Production });
        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create("Vault:KeyFile", (string?)KeyFile)]);
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Value)));
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(time);
        builder.Services.AddVoiceAgentCore(builder.Configuration);
        builder.Services.AddVaultDataProtection();
        builder.Services.AddSingleton(store);
        _host = builder.Build();
    }

    public string KeyFile { get; }

    public IServiceProvider Services => _host.Services;

    public KeyVault Vault => Get<KeyVault>();

    public RootKeyRotation Rotation => Get<RootKeyRotation>();

    public string NodeId => Get<VaultNodes>().OwnId;

    public T Get<T>()
        where T : notnull =>
        _host.Services.GetRequiredService<T>();

    /// <summary>Puts a key file in place, as an operator does; the first key is the one a new installation begins with.</summary>
    public VaultServer With(params (string Id, byte Seed)[] roots)
    {
        File.WriteAllText(KeyFile, TestVault.FileText(roots));
        return this;
    }

    /// <summary>What the server does every few seconds.</summary>
    public Task RefreshAsync() => Get<VaultRefresher>().RefreshAsync(CancellationToken.None);

    public Task<RewrapReport> RewrapAsync(int batch = 2) => Get<VaultRewrap>().RunAsync(batch, (_, _) => Task.CompletedTask, CancellationToken.None);

    public Task<VerifyReport> VerifyAsync() => Get<VaultCheck>().RunAsync(_ => Task.CompletedTask, CancellationToken.None);

    public async Task SaveAsync(AccountId account, string key, ProviderName provider = ProviderName.Deepgram)
    {
        var outcome = await Get<IProviderKeys>().SaveAsync(account, UserId.New(), provider, new KeyInput { Key = key }, CancellationToken.None);
        Assert.True(outcome.Saved, outcome.KeyProblem);
    }

    /// <summary>Opens the account's key as a call does.</summary>
    public async Task<string?> UseAsync(AccountId account, ProviderName provider = ProviderName.Deepgram)
    {
        using var lease = await Get<IProviderKeys>().LeaseAsync(account, provider, CancellationToken.None);
        return lease?.Reveal();
    }

    public async Task<ProviderKey> StoredAsync(AccountId account) =>
        (await Get<ProviderKeyStore>().FindAsync(account, ProviderName.Deepgram, CancellationToken.None))!.Document;

    public void Dispose() => _host.Dispose();
}
