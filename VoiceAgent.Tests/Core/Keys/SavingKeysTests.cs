using System.Text;
using System.Text.Json;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Storage;
using VoiceAgent.Tests.Fakes.Documents;

namespace VoiceAgent.Tests.Core.Keys;

[Trait("Kind", "Unit")]
public sealed class SavingKeysTests : IDisposable
{
    private const string FirstKey = "sk-proj-first-0123456789-aaaa";
    private const string SecondKey = "sk-proj-second-0123456789-bbbb";
    private const string TelnyxKey = "KEY0123456789ABCDEF_abcdefgh";

    private readonly ProviderKeyRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_saved_key_is_listed_masked_and_leased_whole()
    {
        Assert.Equal(new SaveKeyOutcome(true), await _rig.SaveAsync(ProviderName.OpenAI, $"  {FirstKey}\n"));

        var info = await _rig.InfoAsync(ProviderName.OpenAI);
        using var lease = await _rig.LeaseAsync(ProviderName.OpenAI);
        Assert.Equal(("aaaa", KeyStatus.Untested, true, null), (info.Tail, info.Status, info.IsUsable, info.StoredFor));
        Assert.Equal(8, info.Fingerprint.Length);
        Assert.Equal(FirstKey, lease!.Reveal());
        Assert.Equal(new KeyDestination("api.openai.com"), lease.Destination);
    }

    [Fact]
    public async Task Nothing_of_the_key_is_in_the_stored_document()
    {
        await _rig.SaveAsync(ProviderName.OpenAI, FirstKey);

        var json = JsonSerializer.Serialize(await _rig.StoredAsync(ProviderName.OpenAI), DocumentJson.Options);
        Assert.DoesNotContain(FirstKey[..^4], json, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(Encoding.ASCII.GetBytes(FirstKey))[..12], json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replacing_keeps_the_id_raises_the_generation_and_forgets_the_verdict()
    {
        await _rig.SaveAsync(ProviderName.OpenAI, FirstKey);
        await _rig.TestAsync(ProviderName.OpenAI);
        var first = await _rig.StoredAsync(ProviderName.OpenAI);
        _rig.Time.Now += TimeSpan.FromMinutes(5);

        Assert.True((await _rig.SaveAsync(ProviderName.OpenAI, SecondKey)).Saved);

        var second = await _rig.StoredAsync(ProviderName.OpenAI);
        Assert.Equal((first.Id, 2, KeyStatus.Untested, null, first.CreatedAt), (second.Id, second.Generation, second.Status, second.TestedAt, second.CreatedAt));
        Assert.Equal(_rig.Time.Now, second.UpdatedAt);
        Assert.NotEqual(first.Fingerprint, second.Fingerprint);
        using var lease = await _rig.LeaseAsync(ProviderName.OpenAI);
        Assert.Equal(SecondKey, lease!.Reveal());
    }

    [Fact]
    public async Task Storing_the_same_key_again_says_so()
    {
        await _rig.SaveAsync(ProviderName.OpenAI, FirstKey);

        Assert.Equal("This is the key that was stored already.", (await _rig.SaveAsync(ProviderName.OpenAI, FirstKey)).Warning);
    }

    [Fact]
    public async Task A_refused_text_changes_nothing()
    {
        await _rig.SaveAsync(ProviderName.OpenAI, FirstKey);

        var outcome = await _rig.SaveAsync(ProviderName.OpenAI, "xai-abcdefgh12345678");

        Assert.Equal((false, "This looks like a Grok (xAI) key. Store it under Grok (xAI)."), (outcome.Saved, outcome.KeyProblem));
        Assert.Equal(1, (await _rig.StoredAsync(ProviderName.OpenAI)).Generation);
    }

    [Fact]
    public async Task Both_Telnyx_fields_are_judged_at_once()
    {
        var outcome = await _rig.SaveAsync(ProviderName.Telnyx, "two words", "c2hvcnQ=");

        Assert.False(outcome.Saved);
        Assert.StartsWith("There is a space", outcome.KeyProblem, StringComparison.Ordinal);
        Assert.StartsWith("This is not a Telnyx public key", outcome.WebhookPublicKeyProblem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_public_key_alone_is_sealed_into_the_next_generation()
    {
        await _rig.SaveAsync(ProviderName.Telnyx, TelnyxKey, ProviderKeyRig.OtherPublicKey);
        await _rig.TestAsync(ProviderName.Telnyx);

        Assert.Equal(new SaveKeyOutcome(true), await _rig.SaveAsync(ProviderName.Telnyx, " ", "MCowBQYDK2VwAyEA" + ProviderKeyRig.PublicKey));

        var stored = await _rig.StoredAsync(ProviderName.Telnyx);
        Assert.Equal((2, ProviderKeyRig.PublicKey, KeyStatus.Valid), (stored.Generation, stored.Destination.WebhookPublicKey, stored.Status));
        Assert.Equal(ProviderKeyRig.PublicKey, await _rig.Keys.FindWebhookPublicKeyAsync(_rig.Account, CancellationToken.None));
        using var lease = await _rig.LeaseAsync(ProviderName.Telnyx);
        Assert.Equal(TelnyxKey, lease!.Reveal());
    }

    [Fact]
    public async Task The_public_key_alone_needs_a_stored_key()
    {
        var outcome = await _rig.SaveAsync(ProviderName.Telnyx, null, ProviderKeyRig.PublicKey);

        Assert.Equal(new SaveKeyOutcome(false, "Enter the Telnyx API key too: no key is stored yet."), outcome);
    }

    [Fact]
    public async Task A_replaced_Telnyx_key_keeps_the_public_key_until_another_is_given()
    {
        await _rig.SaveAsync(ProviderName.Telnyx, TelnyxKey, ProviderKeyRig.PublicKey);

        await _rig.SaveAsync(ProviderName.Telnyx, TelnyxKey + "x");
        Assert.Equal(ProviderKeyRig.PublicKey, (await _rig.StoredAsync(ProviderName.Telnyx)).Destination.WebhookPublicKey);

        await _rig.SaveAsync(ProviderName.Telnyx, TelnyxKey + "y", ProviderKeyRig.OtherPublicKey);
        Assert.Equal(ProviderKeyRig.OtherPublicKey, (await _rig.StoredAsync(ProviderName.Telnyx)).Destination.WebhookPublicKey);
    }

    [Fact]
    public async Task Two_saves_at_once_both_count_and_the_later_one_stays()
    {
        ProviderKeyRig? other = null;
        using var rig = new ProviderKeyRig(documents => new InterferedDocuments<ProviderKey>(
            documents,
            () => documents.UpdateAsync(
                other!.StoredAsync(ProviderName.OpenAI).GetAwaiter().GetResult().Id.ToString(),
                key => key with { Generation = key.Generation + 1 },
                CancellationToken.None)));
        other = rig;
        await rig.SaveAsync(ProviderName.OpenAI, FirstKey);

        Assert.True((await rig.SaveAsync(ProviderName.OpenAI, SecondKey)).Saved);

        Assert.Equal(3, (await rig.StoredAsync(ProviderName.OpenAI)).Generation);
        using var lease = await rig.LeaseAsync(ProviderName.OpenAI);
        Assert.Equal(SecondKey, lease!.Reveal());
    }

    [Fact]
    public async Task A_save_that_is_always_too_late_gives_up_with_a_message()
    {
        using var rig = new ProviderKeyRig(documents => new LosingDocuments(documents));
        await rig.SaveAsync(ProviderName.OpenAI, FirstKey);

        Assert.Equal(
            new SaveKeyOutcome(false, "The key is being changed from another place. Try again."),
            await rig.SaveAsync(ProviderName.OpenAI, SecondKey));
    }

    [Fact]
    public async Task Accounts_do_not_see_each_others_keys()
    {
        await _rig.SaveAsync(ProviderName.OpenAI, FirstKey);
        var stranger = AccountId.New();

        Assert.Empty(await _rig.Keys.ListAsync(stranger, CancellationToken.None));
        Assert.Null(await _rig.Keys.LeaseAsync(stranger, ProviderName.OpenAI, CancellationToken.None));
        Assert.Null(await _rig.Keys.TestAsync(stranger, ProviderName.OpenAI, CancellationToken.None));
        Assert.False(await _rig.Keys.DeleteAsync(stranger, ProviderName.OpenAI, CancellationToken.None));
        Assert.Single(await _rig.Keys.ListAsync(_rig.Account, CancellationToken.None));
    }

    [Fact]
    public async Task A_deleted_key_is_gone()
    {
        await _rig.SaveAsync(ProviderName.OpenAI, FirstKey);

        Assert.True(await _rig.Keys.DeleteAsync(_rig.Account, ProviderName.OpenAI, CancellationToken.None));
        Assert.False(await _rig.Keys.DeleteAsync(_rig.Account, ProviderName.OpenAI, CancellationToken.None));
        Assert.Empty(await _rig.Keys.ListAsync(_rig.Account, CancellationToken.None));
        Assert.Null(await _rig.LeaseAsync(ProviderName.OpenAI));
    }

    [Fact]
    public async Task A_locked_vault_lists_and_deletes_and_refuses_the_rest()
    {
        await _rig.SaveAsync(ProviderName.Telnyx, TelnyxKey, ProviderKeyRig.PublicKey);
        _rig.Vault.Lock("The file is gone.");

        Assert.Single(await _rig.Keys.ListAsync(_rig.Account, CancellationToken.None));
        await Assert.ThrowsAsync<VaultLockedException>(() => _rig.SaveAsync(ProviderName.OpenAI, FirstKey));
        await Assert.ThrowsAsync<VaultLockedException>(() => _rig.TestAsync(ProviderName.Telnyx));
        await Assert.ThrowsAsync<VaultLockedException>(() => _rig.LeaseAsync(ProviderName.Telnyx));
        await Assert.ThrowsAsync<VaultLockedException>(() => _rig.Keys.FindWebhookPublicKeyAsync(_rig.Account, CancellationToken.None));
        Assert.True(await _rig.Keys.DeleteAsync(_rig.Account, ProviderName.Telnyx, CancellationToken.None));
    }

    private sealed class LosingDocuments(IDocuments<ProviderKey> inner) : InterferedDocuments<ProviderKey>(inner, () => Task.CompletedTask)
    {
        public override Task<bool> ReplaceAsync(ProviderKey document, long expectedVersion, CancellationToken cancellationToken) => Task.FromResult(false);
    }
}
