using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Tests.Core.Keys.Testing;

/// <summary>The daily look at keys in use, by hand-moved time.</summary>
[Trait("Kind", "Unit")]
public sealed class DailyKeyTestsTests : IDisposable
{
    private const string Key = "0123456789abcdef0123456789abcdef01234567";

    private readonly ProviderKeyRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_key_in_use_is_tested_once_a_day_and_an_idle_one_not_at_all()
    {
        await SaveUsedAsync(ProviderName.Deepgram);
        await _rig.SaveAsync(ProviderName.AssemblyAI, Key[..32]);
        await _rig.TestAsync(ProviderName.AssemblyAI);

        await RunAsync(TimeSpan.FromDays(4), whileUsed: ProviderName.Deepgram);

        Assert.InRange(_rig.Test(ProviderName.Deepgram).Seen.Count, 4, 5);
        Assert.Single(_rig.Test(ProviderName.AssemblyAI).Seen);
    }

    [Fact]
    public async Task A_key_that_no_call_has_used_for_a_week_is_left_alone()
    {
        await SaveUsedAsync(ProviderName.Deepgram);

        await RunAsync(TimeSpan.FromDays(20));

        Assert.InRange(_rig.Test(ProviderName.Deepgram).Seen.Count, 6, 8);
    }

    [Fact]
    public async Task Many_keys_are_not_tested_all_at_once()
    {
        var accounts = Enumerable.Range(0, 200).Select(_ => AccountId.New()).ToList();
        foreach (var (account, index) in accounts.Select((account, index) => (account, index)))
        {
            await _rig.Keys.SaveAsync(account, _rig.User, ProviderName.Deepgram, new KeyInput { Key = $"{index:D40}" }, CancellationToken.None);
            (await _rig.Keys.LeaseAsync(account, ProviderName.Deepgram, CancellationToken.None))!.Dispose();
        }

        var perRound = new List<int>();
        _rig.Time.Now += TimeSpan.FromDays(1);
        for (var round = 0; round < 7; round++)
        {
            var before = _rig.Test(ProviderName.Deepgram).Seen.Count;
            await _rig.Service.Daily.RunRoundAsync(CancellationToken.None);
            perRound.Add(_rig.Test(ProviderName.Deepgram).Seen.Count - before);
            _rig.Time.Now += VoiceAgent.Core.Keys.Testing.DailyKeyTests.Round;
        }

        Assert.Equal(200, perRound.Sum());
        Assert.All(perRound, count => Assert.InRange(count, 0, 70));
    }

    [Fact]
    public async Task A_key_that_stops_working_is_told_once_and_taken_back_when_it_works_again()
    {
        await SaveUsedAsync(ProviderName.Deepgram);
        _rig.Test(ProviderName.Deepgram).Answer = new KeyTestResult(KeyVerdict.Invalid, "Refused.");

        await RunAsync(TimeSpan.FromDays(3));
        Assert.Equal(["Invalid"], await _rig.OpenNoticesAsync());
        Assert.Single(await _rig.NoticeBoard.ListAsync(_rig.Account, 10, CancellationToken.None));

        _rig.Test(ProviderName.Deepgram).Answer = new KeyTestResult(KeyVerdict.Valid, "Accepted.");
        await RunAsync(TimeSpan.FromDays(1.2));
        Assert.Empty(await _rig.OpenNoticesAsync());
    }

    [Fact]
    public async Task A_provider_that_is_down_changes_nothing_and_tells_nobody()
    {
        await SaveUsedAsync(ProviderName.Deepgram);
        _rig.Test(ProviderName.Deepgram).Answer = new KeyTestResult(KeyVerdict.CouldNotCheck, "Down.") { Obstacle = KeyTestObstacle.ProviderDown };

        await RunAsync(TimeSpan.FromDays(2));

        var info = await _rig.InfoAsync(ProviderName.Deepgram);
        Assert.Equal((KeyStatus.Valid, "provider_down"), (info.Status, info.LastTest!.Result));
        Assert.Empty(await _rig.OpenNoticesAsync());
    }

    [Fact]
    public async Task Credit_that_a_call_has_seen_spent_is_not_believed_back_until_somebody_asks()
    {
        await SaveUsedAsync(ProviderName.OpenAI, "sk-proj-0123456789abcdef0123");
        await _rig.Failures().HandleAsync(new(_rig.Account, ProviderName.OpenAI, ProviderErrorKind.QuotaExceeded, null), CancellationToken.None);
        Assert.Equal(["QuotaExceeded"], await _rig.OpenNoticesAsync());

        await RunAsync(TimeSpan.FromDays(2), whileUsed: ProviderName.OpenAI);
        Assert.Equal(KeyStatus.QuotaExceeded, (await _rig.InfoAsync(ProviderName.OpenAI)).Status);

        await _rig.TestAsync(ProviderName.OpenAI);
        Assert.Equal(KeyStatus.Valid, (await _rig.InfoAsync(ProviderName.OpenAI)).Status);
        Assert.Empty(await _rig.OpenNoticesAsync());
    }

    [Fact]
    public async Task Dates_are_reminded_of_once_each_and_the_last_day_ends_the_use()
    {
        await SaveUsedAsync(ProviderName.Deepgram);
        var today = DateOnly.FromDateTime(_rig.Time.Now.UtcDateTime);
        await ConfigureAsync(new KeySettings(false, today.AddDays(20), today.AddDays(2)));

        await RunAsync(TimeSpan.FromDays(3));
        Assert.Equal([$"RotationDue:{today.AddDays(2):yyyy-MM-dd}"], await _rig.OpenNoticesAsync());
        var notice = (await _rig.NoticeBoard.ListOpenAsync(_rig.Account, CancellationToken.None))[0];
        Assert.True(await _rig.NoticeBoard.DismissAsync(_rig.Account, notice.Id, CancellationToken.None));
        await RunAsync(TimeSpan.FromDays(2));
        Assert.Empty(await _rig.OpenNoticesAsync());

        await RunAsync(TimeSpan.FromDays(2));
        Assert.Equal([$"ExpiresSoon:{today.AddDays(20):yyyy-MM-dd}"], await _rig.OpenNoticesAsync());
        using (var lease = await _rig.LeaseAsync(ProviderName.Deepgram))
        {
            Assert.NotNull(lease);
        }

        await RunAsync(TimeSpan.FromDays(14.5));
        Assert.Equal(["Expired"], await _rig.OpenNoticesAsync());
        Assert.Equal(KeyStatus.Expired, (await _rig.InfoAsync(ProviderName.Deepgram)).Status);
        Assert.Null(await _rig.LeaseAsync(ProviderName.Deepgram));

        await ConfigureAsync(new KeySettings(false, null, null));
        Assert.Empty(await _rig.OpenNoticesAsync());
        Assert.True((await _rig.InfoAsync(ProviderName.Deepgram)).IsUsable);
    }

    private async Task SaveUsedAsync(ProviderName provider, string key = Key)
    {
        await _rig.SaveAsync(provider, key);
        await _rig.TestAsync(provider);
        (await _rig.LeaseAsync(provider))!.Dispose();
    }

    private Task<bool> ConfigureAsync(KeySettings settings) =>
        _rig.Keys.ConfigureAsync(_rig.Account, VoiceAgent.Core.Audit.AuditActor.Of(_rig.User), ProviderName.Deepgram, settings, CancellationToken.None);

    private async Task RunAsync(TimeSpan time, ProviderName? whileUsed = null)
    {
        for (var end = _rig.Time.Now + time; _rig.Time.Now < end; _rig.Time.Now += VoiceAgent.Core.Keys.Testing.DailyKeyTests.Round)
        {
            await _rig.Service.Daily.RunRoundAsync(CancellationToken.None);
            if (whileUsed is { } provider)
            {
                (await _rig.LeaseAsync(provider))?.Dispose();
            }
        }
    }
}
