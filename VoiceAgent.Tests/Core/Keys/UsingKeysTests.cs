using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Tests.Core.Keys;

[Trait("Kind", "Unit")]
public sealed class UsingKeysTests : IDisposable
{
    private const string Key = "0123456789abcdef0123456789abcdef01234567";
    private const string TelnyxKey = "KEY0123456789ABCDEF_abcdefgh";

    private readonly ProviderKeyRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData(KeyVerdict.Valid, KeyStatus.Valid, true)]
    [InlineData(KeyVerdict.ValidLimited, KeyStatus.ValidLimited, true)]
    [InlineData(KeyVerdict.Invalid, KeyStatus.Invalid, false)]
    [InlineData(KeyVerdict.QuotaExceeded, KeyStatus.QuotaExceeded, true)]
    public async Task A_verdict_is_remembered_and_decides_whether_calls_may_use_the_key(KeyVerdict verdict, KeyStatus status, bool usable)
    {
        await _rig.SaveAsync(ProviderName.Deepgram, Key);
        _rig.Test(ProviderName.Deepgram).Answer = new KeyTestResult(verdict, "Said.");

        Assert.Equal(new KeyTestResult(verdict, "Said."), await _rig.TestAsync(ProviderName.Deepgram));

        var info = await _rig.InfoAsync(ProviderName.Deepgram);
        using var lease = await _rig.LeaseAsync(ProviderName.Deepgram);
        Assert.Equal((status, _rig.Time.Now, usable, usable), (info.Status, info.TestedAt, info.IsUsable, lease is not null));
        Assert.Equal([Key], _rig.Test(ProviderName.Deepgram).Seen);
    }

    [Fact]
    public async Task A_test_without_an_answer_keeps_the_last_verdict()
    {
        await _rig.SaveAsync(ProviderName.Deepgram, Key);
        await _rig.TestAsync(ProviderName.Deepgram);
        var tested = _rig.Time.Now;
        _rig.Time.Now += TimeSpan.FromHours(1);
        _rig.Test(ProviderName.Deepgram).Answer = new KeyTestResult(KeyVerdict.CouldNotCheck, "Down.");

        await _rig.TestAsync(ProviderName.Deepgram);

        var info = await _rig.InfoAsync(ProviderName.Deepgram);
        Assert.Equal((KeyStatus.Valid, tested), (info.Status, info.TestedAt));
    }

    [Fact]
    public async Task A_refused_key_that_works_again_is_usable_again()
    {
        await _rig.SaveAsync(ProviderName.Deepgram, Key);
        _rig.Test(ProviderName.Deepgram).Answer = new KeyTestResult(KeyVerdict.Invalid, "Refused.");
        await _rig.TestAsync(ProviderName.Deepgram);
        _rig.Test(ProviderName.Deepgram).Answer = new KeyTestResult(KeyVerdict.Valid, "Accepted.");
        await _rig.TestAsync(ProviderName.Deepgram);

        Assert.True((await _rig.InfoAsync(ProviderName.Deepgram)).IsUsable);
    }

    [Fact]
    public async Task The_verdict_on_a_key_that_was_replaced_meanwhile_is_dropped()
    {
        await _rig.SaveAsync(ProviderName.Deepgram, Key);
        var test = _rig.Test(ProviderName.Deepgram);
        test.Answer = new KeyTestResult(KeyVerdict.Invalid, "Refused.");
        test.Meanwhile = () => _rig.SaveAsync(ProviderName.Deepgram, Key[1..] + "f");

        await _rig.TestAsync(ProviderName.Deepgram);

        Assert.Equal(KeyStatus.Untested, (await _rig.InfoAsync(ProviderName.Deepgram)).Status);
    }

    [Fact]
    public async Task Testing_Telnyx_stores_the_public_key_that_was_fetched()
    {
        await _rig.SaveAsync(ProviderName.Telnyx, TelnyxKey);
        _rig.Test(ProviderName.Telnyx).Answer = new KeyTestResult(KeyVerdict.Valid, "Accepted.") { WebhookPublicKey = ProviderKeyRig.PublicKey };
        Assert.False((await _rig.InfoAsync(ProviderName.Telnyx)).HasWebhookPublicKey);

        await _rig.TestAsync(ProviderName.Telnyx);

        var stored = await _rig.StoredAsync(ProviderName.Telnyx);
        Assert.Equal((2, KeyStatus.Valid), (stored.Generation, stored.Status));
        Assert.True((await _rig.InfoAsync(ProviderName.Telnyx)).HasWebhookPublicKey);
        Assert.Equal(ProviderKeyRig.PublicKey, await _rig.Keys.FindWebhookPublicKeyAsync(_rig.Account, CancellationToken.None));
        using var lease = await _rig.LeaseAsync(ProviderName.Telnyx);
        Assert.Equal(TelnyxKey, lease!.Reveal());
    }

    [Fact]
    public async Task A_stored_public_key_is_never_overwritten_by_a_test_but_a_difference_is_told()
    {
        await _rig.SaveAsync(ProviderName.Telnyx, TelnyxKey, ProviderKeyRig.OtherPublicKey);
        _rig.Test(ProviderName.Telnyx).Answer = new KeyTestResult(KeyVerdict.Valid, "Accepted.") { WebhookPublicKey = ProviderKeyRig.PublicKey };

        var result = await _rig.TestAsync(ProviderName.Telnyx);

        Assert.Contains("the stored public key is not the one of this Telnyx account", result!.Detail, StringComparison.Ordinal);
        Assert.Equal(ProviderKeyRig.OtherPublicKey, await _rig.Keys.FindWebhookPublicKeyAsync(_rig.Account, CancellationToken.None));
    }

    [Fact]
    public async Task A_public_key_changed_in_storage_is_not_believed()
    {
        await _rig.SaveAsync(ProviderName.Telnyx, TelnyxKey, ProviderKeyRig.PublicKey);
        await _rig.ChangeAsync(ProviderName.Telnyx, key => key with { Destination = key.Destination with { WebhookPublicKey = ProviderKeyRig.OtherPublicKey } });

        Assert.Null(await _rig.Keys.FindWebhookPublicKeyAsync(_rig.Account, CancellationToken.None));
        Assert.Equal(KeyStatus.NeedsReentry, (await _rig.InfoAsync(ProviderName.Telnyx)).Status);
    }

    [Fact]
    public async Task A_key_that_does_not_open_must_be_entered_again_and_breaks_nothing_else()
    {
        await _rig.SaveAsync(ProviderName.Deepgram, Key);
        await _rig.SaveAsync(ProviderName.AssemblyAI, Key[..32]);
        await _rig.ChangeAsync(ProviderName.Deepgram, key => key with { Secret = key.Secret with { Commitment = new byte[32] } });

        Assert.Null(await _rig.LeaseAsync(ProviderName.Deepgram));
        Assert.Equal(KeyStatus.NeedsReentry, (await _rig.InfoAsync(ProviderName.Deepgram)).Status);
        Assert.Equal(new KeyTestResult(KeyVerdict.Invalid, "The stored key can no longer be read. Enter it again."), await _rig.TestAsync(ProviderName.Deepgram));
        using var other = await _rig.LeaseAsync(ProviderName.AssemblyAI);
        Assert.NotNull(other);
        Assert.True((await _rig.SaveAsync(ProviderName.Deepgram, Key)).Saved);
        using var again = await _rig.LeaseAsync(ProviderName.Deepgram);
        Assert.Equal(Key, again!.Reveal());
    }

    [Fact]
    public async Task A_document_with_nothing_in_it_is_listed_as_unusable()
    {
        await _rig.SaveAsync(ProviderName.Deepgram, Key);
        await _rig.ChangeAsync(ProviderName.Deepgram, key => key with { Secret = null!, Destination = null!, Fingerprint = null!, Tail = null! });

        Assert.False((await _rig.InfoAsync(ProviderName.Deepgram)).IsUsable);
        Assert.Null(await _rig.LeaseAsync(ProviderName.Deepgram));
    }

    [Fact]
    public async Task A_key_stored_for_one_destination_is_never_sent_to_another()
    {
        await _rig.SaveAsync(ProviderName.Telnyx, TelnyxKey, ProviderKeyRig.PublicKey);
        var sandbox = _rig.InSandbox();

        var info = Assert.Single(await sandbox.ListAsync(_rig.Account, CancellationToken.None));
        Assert.Equal(("api.telnyx.com", false), (info.StoredFor, info.IsUsable));
        Assert.Null(await sandbox.LeaseAsync(_rig.Account, ProviderName.Telnyx, CancellationToken.None));
        Assert.Null(await sandbox.FindWebhookPublicKeyAsync(_rig.Account, CancellationToken.None));
        var result = await sandbox.TestAsync(_rig.Account, ProviderName.Telnyx, CancellationToken.None);
        Assert.Equal(
            new KeyTestResult(
                KeyVerdict.CouldNotCheck,
                "This key was stored for api.telnyx.com, but calls now go to sandbox. It was not sent there: enter the key for sandbox."),
            result);
        Assert.Empty(_rig.Test(ProviderName.Telnyx).Seen);
        var outcome = await sandbox.SaveAsync(_rig.Account, _rig.User, ProviderName.Telnyx, new KeyInput { WebhookPublicKey = ProviderKeyRig.OtherPublicKey }, CancellationToken.None);
        Assert.Equal("The stored key belongs to api.telnyx.com. Enter the API key again, together with its public key.", outcome.KeyProblem);
    }

    [Fact]
    public async Task A_key_entered_anew_for_the_sandbox_does_not_inherit_the_public_key()
    {
        await _rig.SaveAsync(ProviderName.Telnyx, TelnyxKey, ProviderKeyRig.PublicKey);

        await _rig.InSandbox().SaveAsync(_rig.Account, _rig.User, ProviderName.Telnyx, new KeyInput { Key = TelnyxKey }, CancellationToken.None);

        Assert.Equal(new KeyDestination("sandbox"), (await _rig.StoredAsync(ProviderName.Telnyx)).Destination);
    }

    [Fact]
    public async Task Leases_record_the_last_use_at_most_once_a_minute_and_tests_do_not()
    {
        await _rig.SaveAsync(ProviderName.Deepgram, Key);
        await _rig.TestAsync(ProviderName.Deepgram);
        Assert.Null((await _rig.InfoAsync(ProviderName.Deepgram)).LastUsedAt);
        var first = _rig.Time.Now;

        (await _rig.LeaseAsync(ProviderName.Deepgram))!.Dispose();
        _rig.Time.Now = first.AddSeconds(59);
        (await _rig.LeaseAsync(ProviderName.Deepgram))!.Dispose();
        Assert.Equal(first, (await _rig.InfoAsync(ProviderName.Deepgram)).LastUsedAt);

        _rig.Time.Now = first.AddSeconds(60);
        (await _rig.LeaseAsync(ProviderName.Deepgram))!.Dispose();
        Assert.Equal(first.AddSeconds(60), (await _rig.InfoAsync(ProviderName.Deepgram)).LastUsedAt);
    }

    [Fact]
    public async Task There_is_nothing_to_test_without_a_key() => Assert.Null(await _rig.TestAsync(ProviderName.Deepgram));
}
