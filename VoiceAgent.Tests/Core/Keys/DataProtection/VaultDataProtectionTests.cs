using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Keys.DataProtection;
using VoiceAgent.Core.Storage;
using VoiceAgent.Tests.Fakes.Documents;

namespace VoiceAgent.Tests.Core.Keys.DataProtection;

[Trait("Kind", "Unit")]
public sealed class VaultDataProtectionTests
{
    private readonly InMemoryDocumentStore _store = new(TimeProvider.System);

    [Fact]
    public void What_one_process_protects_the_next_one_opens()
    {
        using var first = Process(TestVault.Open());
        using var second = Process(TestVault.Open());

        Assert.Equal("cookie", Protector(second).Unprotect(Protector(first).Protect("cookie")));
    }

    [Fact]
    public async Task The_ring_is_stored_sealed()
    {
        using var process = Process(TestVault.Open());
        Protector(process).Protect("cookie");

        var element = Assert.Single(await StoredAsync());

        Assert.Contains("rootKey=\"test\"", element.Xml, StringComparison.Ordinal);
        Assert.Contains(nameof(VaultXmlDecryptor), element.Xml, StringComparison.Ordinal);
        Assert.DoesNotContain("masterKey", element.Xml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_locked_vault_protects_within_the_process_and_leaves_storage_alone()
    {
        using var before = Process(TestVault.Open());
        var oldCookie = Protector(before).Protect("cookie of before");
        var stored = await StoredAsync();
        var locked = TestVault.Open();
        locked.Lock("The file is gone.");
        using var process = Process(locked);

        var cookie = Protector(process).Protect("cookie");

        Assert.Equal("cookie", Protector(process).Unprotect(cookie));
        Assert.Throws<CryptographicException>(() => Protector(process).Unprotect(oldCookie));
        Assert.Equal(stored, await StoredAsync());
    }

    [Fact]
    public async Task A_ring_that_the_vault_cannot_open_gives_way_to_a_new_key()
    {
        using var before = Process(TestVault.Open(seed: 1));
        Protector(before).Protect("cookie of before");
        using var after = Process(TestVault.Open(seed: 2));

        Assert.Equal("cookie", Protector(after).Unprotect(Protector(after).Protect("cookie")));
        Assert.Equal(2, (await StoredAsync()).Length);
    }

    private static IDataProtector Protector(ServiceProvider process) => process.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");

    private async Task<DataProtectionElement[]> StoredAsync()
    {
        var all = new DocumentQuery<DataProtectionElement> { Where = element => element.Name != "" };
        return [.. (await _store.Open(DataProtectionElement.Collection).QueryAsync(all, CancellationToken.None)).Select(stored => stored.Document)];
    }

    private ServiceProvider Process(KeyVault vault)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IDocumentStore>(_store);
        services.AddSingleton(_ => vault);
        services.AddVaultDataProtection();
        return services.BuildServiceProvider();
    }
}
