using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Tests.Core.Keys.Testing;

/// <summary>What somebody with a list of stolen keys gets out of the test button.</summary>
[Trait("Kind", "Unit")]
public sealed class KeyTestAbuseTests : IDisposable
{
    private readonly ProviderKeyRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Of_a_list_of_keys_a_handful_is_tested_and_the_rest_is_told_to_wait_in_the_same_words()
    {
        var told = new HashSet<string>();
        for (var number = 0; number < 50; number++)
        {
            await _rig.SaveAsync(ProviderName.Deepgram, $"{number:D40}");
            _rig.Test(ProviderName.Deepgram).Answer = new KeyTestResult(number % 2 == 0 ? KeyVerdict.Valid : KeyVerdict.Invalid, "Said.");
            _rig.Time.Now += TimeSpan.FromSeconds(7);
            if (await _rig.TestAsync(ProviderName.Deepgram) is { Obstacle: KeyTestObstacle.Limit } refused)
            {
                told.Add(refused.Detail[..refused.Detail.IndexOf(" in ", StringComparison.Ordinal)]);
                Assert.Equal((KeyVerdict.CouldNotCheck, KeyStatus.Untested), (refused.Verdict, (await _rig.InfoAsync(ProviderName.Deepgram)).Status));
            }
        }

        Assert.Equal(5, _rig.Test(ProviderName.Deepgram).Seen.Count);
        Assert.Equal(["Keys were tested very often. The key is stored; test it again"], told);
        Assert.InRange((await _rig.AuditedAsync()).Count(entry => entry == "key.test_refused new_keys_hour"), 4, 8);
    }

    [Fact]
    public async Task An_account_that_was_just_made_is_new_until_the_day_is_over()
    {
        _rig.Limits.NewAccountKeys = 2;
        var account = await _rig.Accounts.CreateAsync("New", isDemo: false, CancellationToken.None);
        async Task<KeyTestObstacle?> TestAsync(ProviderName provider)
        {
            await _rig.Keys.SaveAsync(account.Id, _rig.User, provider, new KeyInput { Key = $"{(int)provider:D40}" }, CancellationToken.None);
            return (await _rig.Keys.TestAsync(account.Id, provider, CancellationToken.None))!.Obstacle;
        }

        Assert.Null(await TestAsync(ProviderName.Deepgram));
        Assert.Null(await TestAsync(ProviderName.Soniox));
        Assert.Equal(KeyTestObstacle.Limit, await TestAsync(ProviderName.Hume));
        _rig.Time.Now += TimeSpan.FromDays(1);
        Assert.Null(await TestAsync(ProviderName.Hume));
        Assert.Null(await TestAsync(ProviderName.AssemblyAI));
        Assert.Null(await TestAsync(ProviderName.ElevenLabs));
    }

    [Fact]
    public async Task A_key_that_three_accounts_have_stored_is_not_tested_any_more()
    {
        const string Key = "0123456789abcdef0123456789abcdef01234567";
        AccountId[] accounts = [AccountId.New(), AccountId.New(), AccountId.New()];
        foreach (var account in accounts)
        {
            await _rig.Keys.SaveAsync(account, _rig.User, ProviderName.Deepgram, new KeyInput { Key = Key }, CancellationToken.None);
        }

        var result = await _rig.Keys.TestAsync(accounts[0], ProviderName.Deepgram, CancellationToken.None);

        Assert.Equal((KeyVerdict.CouldNotCheck, KeyTestObstacle.Limit), (result!.Verdict, result.Obstacle));
        Assert.StartsWith("This key is stored in several accounts", result.Detail, StringComparison.Ordinal);
        Assert.Empty(_rig.Test(ProviderName.Deepgram).Seen);
        var entry = (await _rig.Trail.ListAsync(accounts[0], before: null, take: 1, CancellationToken.None))[0];
        Assert.Equal((AuditEvents.KeyTestRefused, "shared_key"), (entry.Event.Name, entry.Event.Result));
    }

    [Fact]
    public async Task Every_test_is_in_the_audit_trail_with_who_asked_and_without_the_key()
    {
        const string Key = "0123456789abcdef0123456789abcdef01234567";
        var actor = AuditActor.Of(_rig.User) with { AddressHash = "a1b2c3d4", UserAgent = "A browser" };
        await _rig.Keys.SaveAsync(_rig.Account, actor, ProviderName.Deepgram, new KeyInput { Key = Key }, CancellationToken.None);
        await _rig.Keys.TestAsync(_rig.Account, actor, ProviderName.Deepgram, CancellationToken.None);
        await _rig.SaveAsync(ProviderName.Deepgram, Key[1..] + "f");
        await _rig.Keys.ConfigureAsync(_rig.Account, actor, ProviderName.Deepgram, new KeySettings(true, null, null), CancellationToken.None);
        await _rig.Keys.ConfigureAsync(_rig.Account, actor, ProviderName.Deepgram, new KeySettings(false, new(2027, 1, 1), null), CancellationToken.None);
        await _rig.Keys.DeleteAsync(_rig.Account, actor, ProviderName.Deepgram, CancellationToken.None);

        Assert.Equal(
            ["key.created", "key.tested valid", "key.replaced", "key.disabled", "key.enabled", "key.changed", "key.deleted"], await _rig.AuditedAsync());
        var entries = await _rig.Trail.ListAsync(_rig.Account, before: null, take: 10, CancellationToken.None);
        Assert.Equal(actor, entries[^1].Event.Actor);
        Assert.All(entries, entry => Assert.DoesNotContain("0123456789abcdef", System.Text.Json.JsonSerializer.Serialize(entry), StringComparison.Ordinal));
        Assert.True((await _rig.Trail.VerifyAsync(_rig.Account, CancellationToken.None)).IsIntact);
    }
}
