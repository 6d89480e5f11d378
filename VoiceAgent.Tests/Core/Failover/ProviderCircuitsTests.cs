using Microsoft.Extensions.Logging.Abstractions;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Failover;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Core.Failover;

[Trait("Kind", "Unit")]
public sealed class ProviderCircuitsTests
{
    private static readonly AccountId Account = AccountId.New();
    private readonly ManualTime _time = new();
    private readonly ProviderCircuits _circuits;

    public ProviderCircuitsTests() => _circuits = new ProviderCircuits(_time);

    private bool MayEnter => _circuits.TryEnter(Account, ProviderName.OpenAI);

    [Fact]
    public void A_provider_that_is_down_is_left_alone_and_then_tried_once()
    {
        Fail(ProviderErrorKind.Unavailable);
        Assert.False(MayEnter);

        Pass(10);
        Assert.True(MayEnter);
        Assert.False(MayEnter);

        _circuits.Succeeded(Account, ProviderName.OpenAI);
        Assert.True(MayEnter);
        Assert.True(MayEnter);
    }

    [Fact]
    public void Each_failed_try_doubles_the_rest_up_to_five_minutes()
    {
        int[] rests = [10, 20, 40, 80, 160, 300, 300];
        foreach (var rest in rests)
        {
            Fail(ProviderErrorKind.Unavailable);
            Pass(rest - 1);
            Assert.False(MayEnter);
            Pass(1);
            Assert.True(MayEnter);
        }
    }

    [Theory]
    [InlineData(ProviderErrorKind.Timeout)]
    [InlineData(ProviderErrorKind.Protocol)]
    public void One_hiccup_is_forgiven_and_two_in_a_row_are_not(ProviderErrorKind kind)
    {
        Fail(kind);
        Assert.True(MayEnter);
        Pass(121);
        Fail(kind);
        Assert.True(MayEnter);
        Fail(kind);
        Assert.False(MayEnter);
    }

    [Theory]
    [InlineData(ProviderErrorKind.Unauthorized)]
    [InlineData(ProviderErrorKind.QuotaExceeded)]
    public void A_refused_key_rests_long(ProviderErrorKind kind)
    {
        Fail(kind);
        Pass(299);
        Assert.False(MayEnter);
    }

    [Fact]
    public void A_request_that_was_at_fault_says_nothing_of_the_provider()
    {
        Fail(ProviderErrorKind.Rejected);
        Fail(ProviderErrorKind.Rejected);
        Assert.True(MayEnter);
    }

    [Fact]
    public void The_provider_says_how_long_to_wait()
    {
        _circuits.Failed(Account, new ProviderException(ProviderName.OpenAI, ProviderErrorKind.RateLimited) { RetryAfter = TimeSpan.FromSeconds(42) });
        Pass(41);
        Assert.False(MayEnter);
        Pass(1);
        Assert.True(MayEnter);
    }

    [Fact]
    public void Another_account_and_another_provider_are_not_concerned()
    {
        Fail(ProviderErrorKind.Unavailable);
        Assert.True(_circuits.TryEnter(AccountId.New(), ProviderName.OpenAI));
        Assert.True(_circuits.TryEnter(Account, ProviderName.Grok));
    }

    [Fact]
    public async Task A_provider_that_answers_a_key_test_again_is_tried_by_the_next_call()
    {
        var keys = new InMemoryProviderKeys();
        keys.Store(ProviderName.OpenAI);
        var recovery = new ProviderRecovery(_circuits, keys, _time, NullLogger<ProviderRecovery>.Instance);
        Fail(ProviderErrorKind.Unavailable);

        await recovery.LookAsync(default);
        Assert.Empty(keys.Tested);

        Pass(10);
        keys.OnTest = _ => Task.FromResult(new KeyTestResult(KeyVerdict.CouldNotCheck, "Down."));
        await recovery.LookAsync(default);
        Assert.Equal([ProviderName.OpenAI], keys.Tested);
        Assert.False(MayEnter);

        Pass(20);
        keys.OnTest = _ => Task.FromResult(new KeyTestResult(KeyVerdict.Valid, "Fine."));
        await recovery.LookAsync(default);
        Assert.True(MayEnter);
        Fail(ProviderErrorKind.Timeout);
        Assert.False(MayEnter);
    }

    private void Fail(ProviderErrorKind kind) => _circuits.Failed(Account, new ProviderException(ProviderName.OpenAI, kind));

    private void Pass(int seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));
}
