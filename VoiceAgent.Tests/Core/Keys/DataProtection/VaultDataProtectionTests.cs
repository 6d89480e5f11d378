using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Keys.DataProtection;
using VoiceAgent.Core.Keys.Rotation;
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

        Assert.Equal("test", element.Secret!.RootKeyId);
        Assert.Contains("<sealed", element.Xml, StringComparison.Ordinal);
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
        Assert.Equal(stored.Select(StoredText.Of), (await StoredAsync()).Select(StoredText.Of));
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

    [Fact]
    public async Task A_ring_sealed_anew_by_another_root_key_opens_the_cookies_of_before()
    {
        var vault = new KeyVault();
        vault.Open(TestVault.Ring("old", ("old", 1), ("new", 2)));
        using var before = Process(vault);
        var cookie = Protector(before).Protect("cookie");
        var rotated = new KeyVault();
        rotated.Open(TestVault.Ring("new", ("old", 1), ("new", 2)));
        var collection = new SealedCollection<DataProtectionElement>(
            DataProtectionElement.Sealed, _store.Open(DataProtectionElement.Collection), rotated);

        Assert.Equal(new RewrapCounts(1, 0, 0), await collection.RewrapAsync("old", 0, 10, CancellationToken.None));

        using var after = Process(TestVault.Open(seed: 2, id: "new"));
        Assert.Equal("cookie", Protector(after).Unprotect(cookie));
        Assert.Equal(0, await collection.CountAsync("old", CancellationToken.None));
    }

    [Fact]
    public void An_element_of_the_first_shape_is_upgraded()
    {
        using var vault = TestVault.Open();
        var secret = vault.Seal(VaultXmlEncryptor.Purpose, "<key/>"u8);
        var xml = new XElement("key", new XElement("encryptedSecret", SealedElement.Write(secret)));
        var document = new JsonObject { ["name"] = "key-1", ["xml"] = xml.ToString(SaveOptions.DisableFormatting) };
        var revocation = new JsonObject { ["name"] = "revocation-1", ["xml"] = "<revocation />" };

        var upgrade = Assert.Single(DataProtectionElement.Collection.Upgrades);
        var element = upgrade(document).Deserialize<DataProtectionElement>(DocumentJson.Options)!;
        var other = upgrade(revocation).Deserialize<DataProtectionElement>(DocumentJson.Options)!;

        Assert.Equal("<key><encryptedSecret><sealed /></encryptedSecret></key>", element.Xml);
        Assert.Equal(StoredText.Of(secret), StoredText.Of(element.Secret));
        Assert.Equal(("<revocation />", null), (other.Xml, other.Secret));
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
