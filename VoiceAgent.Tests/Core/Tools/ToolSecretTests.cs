using System.Text;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Tools.Secrets;
using VoiceAgent.Tests.Core.Keys;
using VoiceAgent.Tests.Fakes.Documents;

namespace VoiceAgent.Tests.Core.Tools;

[Trait("Kind", "Unit")]
public sealed class ToolSecretTests
{
    private const string Host = "shop.example.com:443";

    private readonly AccountId _account = AccountId.New();

    [Theory]
    [InlineData(true, "tool-1", Host, "Authorization", true)]
    [InlineData(true, "tool-1", Host, "authorization", true)]
    [InlineData(false, "tool-1", Host, "Authorization", false)]
    [InlineData(true, "tool-2", Host, "Authorization", false)]
    [InlineData(true, "tool-1", "shop.example.com:444", "Authorization", false)]
    [InlineData(true, "tool-1", "evil.example.com:443", "Authorization", false)]
    [InlineData(true, "tool-1", Host, "X-Key", false)]
    public void A_secret_opens_in_its_place_only(bool isSameAccount, string tool, string host, string header, bool opens)
    {
        using var vault = TestVault.Open();
        var secret = vault.Seal(new ToolSecretBinding(_account, "tool-1", Host, "Authorization").Purpose, "word"u8);

        var opened = vault.Open(new ToolSecretBinding(isSameAccount ? _account : AccountId.New(), tool, host, header).Purpose, secret);

        Assert.Equal(opens ? "word" : null, opened is null ? null : Encoding.ASCII.GetString(opened));
    }

    [Fact]
    public async Task A_stored_secret_is_given_for_its_host_and_removed_with_its_tool()
    {
        using var vault = TestVault.Open();
        var store = new InMemoryDocumentStore(TimeProvider.System);
        using var trail = new AuditTrail(store.Open(AuditEntry.Collection), TimeProvider.System);
        var secrets = new ToolSecrets(store.Open(ToolSecret.Collection), vault, trail);
        await secrets.SaveAsync(_account, AuditActor.System, new ToolSecretPlace("t1", Host, "X-Key"), "word", default);

        Assert.Equal([new("X-Key", "word")], await secrets.OpenAsync(_account, "t1", Host, default));
        Assert.Null(await secrets.OpenAsync(_account, "t1", "evil.example.com:443", default));
        Assert.Equal([], (await secrets.OpenAsync(AccountId.New(), "t1", Host, default))!);

        await secrets.DeleteAsync(AccountId.New(), AuditActor.System, "t1", [], default);
        Assert.Single((await secrets.OpenAsync(_account, "t1", Host, default))!);
        await secrets.DeleteAsync(_account, AuditActor.System, "t1", [], default);
        Assert.Empty((await secrets.OpenAsync(_account, "t1", Host, default))!);
        Assert.Equal(
            [AuditEvents.ToolSecretDeleted, AuditEvents.ToolSecretStored],
            (await trail.ListAsync(_account, null, 10, default)).Select(entry => entry.Event.Name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("line\nbreak")]
    [InlineData("ümlaut")]
    public async Task A_value_that_no_header_can_carry_is_refused_without_telling_it(string value)
    {
        using var vault = TestVault.Open();
        var store = new InMemoryDocumentStore(TimeProvider.System);
        using var trail = new AuditTrail(store.Open(AuditEntry.Collection), TimeProvider.System);
        var secrets = new ToolSecrets(store.Open(ToolSecret.Collection), vault, trail);

        var exception = await Assert.ThrowsAsync<ArgumentException>(() => secrets.SaveAsync(_account, AuditActor.System, new ToolSecretPlace("t1", Host, "X-Key"), value, default));

        Assert.True(value.Length == 0 || !exception.Message.Contains(value, StringComparison.Ordinal));
    }

    [Fact]
    public void A_rotation_seals_it_anew_for_the_same_place()
    {
        using var vault = TestVault.Open();
        var binding = new ToolSecretBinding(_account, "t1", Host, "X-Key");
        var secret = new ToolSecret { AccountId = _account, Tool = "t1", Header = "X-Key", Host = Host, Secret = vault.Seal(binding.Purpose, "word"u8) };

        var resealed = ToolSecret.Sealed.Reseal(vault, secret)!;

        Assert.NotEqual(secret.Secret.Nonce, resealed.Secret.Nonce);
        Assert.Equal("word"u8.ToArray(), vault.Open(binding.Purpose, resealed.Secret));
        Assert.Null(ToolSecret.Sealed.Reseal(vault, secret with { Host = "evil.example.com:443" }));
    }
}
