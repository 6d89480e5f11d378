using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Keys.DataProtection;
using VoiceAgent.Core.Storage;
using VoiceAgent.Tests.Core.Accounts;
using VoiceAgent.Tests.Fakes.Documents;

namespace VoiceAgent.Tests.Core.Keys.DataProtection;

/// <summary>Hosts that start together on an empty installation share one ring.</summary>
[Trait("Kind", "Unit")]
public sealed class FirstRingKeyTests
{
    private readonly InMemoryDocumentStore _store = new(TimeProvider.System);

    [Fact]
    public async Task Eight_hosts_that_start_together_read_each_others_cookies()
    {
        var hosts = Enumerable.Range(0, 8).Select(_ => Host()).ToList();

        await Task.WhenAll(hosts.Select(async host =>
        {
            await Task.Yield();
            await StartAsync(host);
        }));
        var cookies = hosts.Select(host => Protector(host).Protect("cookie")).ToList();

        Assert.All(hosts, host => Assert.All(cookies, cookie => Assert.Equal("cookie", Protector(host).Unprotect(cookie))));
        Assert.Single(hosts[0].GetRequiredService<IKeyManager>().GetAllKeys());
        hosts.ForEach(host => host.Dispose());
    }

    [Fact]
    public async Task A_host_that_finds_a_key_makes_none()
    {
        using var first = Host();
        await StartAsync(first);
        using var second = Host();

        await StartAsync(second);

        Assert.Single(second.GetRequiredService<IKeyManager>().GetAllKeys());
    }

    [Fact]
    public async Task A_host_that_died_while_it_made_the_key_is_waited_for_half_a_minute()
    {
        var clock = new AccountsFixture.ManualClock();
        var store = new InMemoryDocumentStore(clock);
        await store.Open(RingLock.Collection).InsertAsync(new RingLock("first-key", clock.GetUtcNow().AddSeconds(30)), CancellationToken.None);
        clock.Advance(TimeSpan.FromSeconds(30));
        using var host = Host(store, clock);

        await StartAsync(host);

        Assert.Single(host.GetRequiredService<IKeyManager>().GetAllKeys());
    }

    [Fact]
    public async Task With_a_locked_vault_there_is_nothing_to_make()
    {
        var vault = TestVault.Open();
        vault.Lock("The file is gone.");
        using var host = Host(vault: vault);

        await StartAsync(host);

        Assert.Empty(await _store.Open(DataProtectionElement.Collection).QueryAsync(
            new DocumentQuery<DataProtectionElement> { Where = element => element.Name != string.Empty }, CancellationToken.None));
    }

    private ServiceProvider Host(IDocumentStore? store = null, TimeProvider? time = null, KeyVault? vault = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(time ?? TimeProvider.System);
        services.AddSingleton(store ?? _store);
        services.AddSingleton(vault ?? TestVault.Open());
        services.AddSingleton<IVaultStatus>(provider => provider.GetRequiredService<KeyVault>());
        services.AddVaultDataProtection();
        return services.BuildServiceProvider();
    }

    private static Task StartAsync(ServiceProvider host) =>
        host.GetServices<IHostedService>().OfType<FirstRingKey>().Single().StartingAsync(CancellationToken.None);

    private static IDataProtector Protector(ServiceProvider host) => host.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");
}
