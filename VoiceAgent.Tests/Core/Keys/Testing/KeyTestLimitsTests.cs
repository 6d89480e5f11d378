using Microsoft.Extensions.Options;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Keys.Testing;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Tests.Core.Keys.Testing;

/// <summary>The budgets that keep the test button from being a checker of stolen keys.</summary>
[Trait("Kind", "Unit")]
public sealed class KeyTestLimitsTests
{
    private readonly ProviderKeyRig.ManualTime _time = new();
    private readonly KeyTestLimits _limits;
    private readonly AccountId _account = AccountId.New();

    public KeyTestLimitsTests() => _limits = new KeyTestLimits(Options.Create(new KeyTestOptions()), _time);

    [Fact]
    public void An_account_has_ten_tests_a_minute_and_sixty_a_day()
    {
        var admitted = 0;
        for (var minute = 0; minute < 10; minute++)
        {
            var inMinute = Enumerable.Range(0, 15).Count(test => Enter("same key", secondsLater: test is 5 or 10 ? 1 : 0) is null);
            Assert.Equal(admitted < 60 ? 10 : 0, inMinute);
            admitted += inMinute;
            _time.Now += TimeSpan.FromMinutes(1);
        }

        Assert.Equal(60, admitted);
        Assert.Equal("account_day", Enter("same key")!.Limit);
        _time.Now += TimeSpan.FromDays(1);
        Assert.Null(Enter("same key"));
    }

    [Fact]
    public void Five_different_keys_of_a_provider_an_hour_and_twenty_a_day()
    {
        var admitted = new List<int>();
        for (var hour = 0; hour < 6; hour++)
        {
            admitted.Add(Enumerable.Range(0, 8).Count(key => Enter($"key {hour} {key}", secondsLater: 30) is null));
            _time.Now += TimeSpan.FromHours(1);
        }

        Assert.Equal([5, 5, 5, 5, 0, 0], admitted);
        Assert.Equal("new_keys_day", Enter("one more")!.Limit);
        Assert.Null(Enter("key 3 4"));
        Assert.Null(Enter("another provider", ProviderName.Hume));
    }

    [Fact]
    public void One_network_address_has_thirty_tests_an_hour_for_all_accounts_behind_it()
    {
        var admitted = Enumerable.Range(0, 40).Count(_ => Enter("key", account: AccountId.New(), address: "a1b2", secondsLater: 1) is null);

        Assert.Equal(30, admitted);
        Assert.Equal("address_hour", Enter("key", account: AccountId.New(), address: "a1b2")!.Limit);
        Assert.Null(Enter("key", account: AccountId.New(), address: "c3d4", secondsLater: 1));
    }

    [Fact]
    public void A_provider_is_asked_five_times_a_second_for_all_accounts()
    {
        var answers = Enumerable.Range(0, 7).Select(_ => Enter("key", account: AccountId.New())?.Limit).ToList();

        Assert.Equal([null, null, null, null, null, "provider", "provider"], answers);
        Assert.Null(Enter("key", ProviderName.OpenAI, AccountId.New()));
        Assert.Null(Enter("key", account: AccountId.New(), secondsLater: 1));
    }

    [Fact]
    public void Three_refused_keys_in_a_row_cost_a_minute_that_doubles_until_a_key_is_accepted()
    {
        var waits = new List<double>();
        for (var refused = 1; refused <= 6; refused++)
        {
            Assert.Null(Enter("key"));
            _limits.Learn(Key("key"), KeyVerdict.Invalid);
            var wait = Enter("key");
            waits.Add(wait?.RetryAfter.TotalSeconds ?? 0);
            Assert.True(wait is null or { Limit: "refused_in_a_row" });
            _time.Now += wait?.RetryAfter ?? TimeSpan.FromSeconds(1);
        }

        Assert.Equal([0, 0, 60, 120, 240, 480], waits);
        _limits.Learn(Key("key"), KeyVerdict.CouldNotCheck);
        _limits.Learn(Key("key"), KeyVerdict.Invalid);
        Assert.Equal(960, Enter("key")!.RetryAfter.TotalSeconds);
        _limits.Learn(Key("key"), KeyVerdict.Valid);
        Assert.Null(Enter("key"));
    }

    [Fact]
    public void A_new_account_has_twenty_different_keys_of_all_providers_on_its_first_day()
    {
        int Admitted(bool isNew, AccountId account) => (
            from provider in Enum.GetValues<ProviderName>()
            from number in Enumerable.Range(0, 5)
            where Enter($"key {number}", provider, account, secondsLater: 30, isNew: isNew) is null
            select number).Count();

        var (young, old) = (AccountId.New(), AccountId.New());
        Assert.Equal(20, Admitted(isNew: true, young));
        Assert.Equal("new_account", Enter("one more", ProviderName.Telnyx, young, secondsLater: 60, isNew: true)!.Limit);
        Assert.Null(Enter("key 0", ProviderName.Deepgram, young, secondsLater: 60, isNew: true));
        Assert.Equal(40, Admitted(isNew: false, old));
    }

    [Fact]
    public void A_refusal_costs_nothing_and_the_wait_it_names_is_enough()
    {
        for (var test = 0; test < 10; test++)
        {
            Assert.Null(Enter("key", secondsLater: 1));
        }

        for (var impatient = 0; impatient < 100; impatient++)
        {
            Assert.NotNull(Enter("key"));
        }

        _time.Now += Enter("key")!.RetryAfter;
        Assert.Null(Enter("key"));
    }

    [Fact]
    public void Calls_that_report_a_key_again_and_again_have_it_tested_every_five_minutes()
    {
        var report = new KeyTestRequest(KeyTestCause.RefusedInCall, AuditActor.System);

        Assert.Null(_limits.TryEnter(Key("key"), report));
        _time.Now += TimeSpan.FromMinutes(4);
        Assert.Equal("reported", _limits.TryEnter(Key("key"), report)!.Limit);
        Assert.Null(_limits.TryEnter(Key("another"), report));
        _time.Now += TimeSpan.FromMinutes(1);
        Assert.Null(_limits.TryEnter(Key("key"), report));
    }

    private KeyTestRefusal? Enter(
        string key, ProviderName provider = ProviderName.Deepgram, AccountId? account = null, string? address = null, int secondsLater = 0, bool isNew = false)
    {
        _time.Now += TimeSpan.FromSeconds(secondsLater);
        var actor = AuditActor.Of(UserId.New()) with { AddressHash = address };
        return _limits.TryEnter(new TestedKey(account ?? _account, provider, key), new KeyTestRequest(KeyTestCause.Asked, actor) { IsOfNewAccount = isNew });
    }

    private TestedKey Key(string key) => new(_account, ProviderName.Deepgram, key);
}
