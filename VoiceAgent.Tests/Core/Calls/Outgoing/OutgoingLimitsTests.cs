using Microsoft.Extensions.Options;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Calls.Outgoing;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Core.Calls.Outgoing;

[Trait("Kind", "Unit")]
public sealed class OutgoingLimitsTests
{
    private readonly ManualTime _time = new();
    private readonly AccountId _account = AccountId.New();

    [Fact]
    public void So_many_calls_at_once_and_a_place_is_free_again_once_its_call_is_over()
    {
        var limits = Limits(atOnce: 2, perMinute: 100);
        Assert.Null(limits.Refuse(_account, out var first));
        Assert.Null(limits.Refuse(_account, out _));

        Assert.Contains("2 calls", limits.Refuse(_account, out var none)!.Message, StringComparison.Ordinal);
        Assert.Null(none);
        first!.Dispose();
        first.Dispose();

        Assert.Null(limits.Refuse(_account, out _));
        Assert.NotNull(limits.Refuse(_account, out _));
    }

    [Fact]
    public void So_many_calls_within_a_minute_and_the_wait_is_told()
    {
        var limits = Limits(atOnce: 100, perMinute: 2);
        Start(limits);
        _time.Advance(TimeSpan.FromSeconds(20));
        Start(limits);

        Assert.Equal(TimeSpan.FromSeconds(40), limits.Refuse(_account, out _)!.RetryAfter);
        _time.Advance(TimeSpan.FromSeconds(40));

        Start(limits);
        Assert.Equal(TimeSpan.FromSeconds(20), limits.Refuse(_account, out _)!.RetryAfter);
    }

    private OutgoingLimits Limits(int atOnce, int perMinute) =>
        new(Options.Create(new OutgoingCallOptions { MaxConcurrentPerAccount = atOnce, MaxPerMinutePerAccount = perMinute }), _time);

    private void Start(OutgoingLimits limits)
    {
        Assert.Null(limits.Refuse(_account, out var place));
        place!.Dispose();
    }
}
