using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Conversations;

namespace VoiceAgent.Tests.Core.Calls;

[Trait("Kind", "Unit")]
public sealed class CallRegistryTests
{
    private readonly CallRegistry _registry = new();
    private readonly AccountId _account = AccountId.New();

    [Fact]
    public void A_watch_begins_with_what_is_and_goes_on_with_what_comes()
    {
        var first = Live(_account);
        _registry.Publish(first, () => { });

        using var watch = _registry.Watch(_account);
        var second = Live(_account);
        _registry.Publish(second, () => { });
        var ended = second with { Phase = ConversationPhase.Ended };
        _registry.Publish(ended, () => { });

        Assert.Equal([first], watch.Now);
        Assert.Equal([second, ended], Drain(watch));
        Assert.Equal(1, _registry.Count);
    }

    [Fact]
    public void Other_accounts_see_nothing_and_end_nothing()
    {
        var hungUp = false;
        var call = Live(_account);
        using var stranger = _registry.Watch(AccountId.New());
        _registry.Publish(call, () => hungUp = true);

        Assert.False(_registry.HangUp(AccountId.New(), call.Call.Id));
        Assert.Null(_registry.FindByCallControlId(AccountId.New(), call.Call.CallControlId));
        Assert.Empty(Drain(stranger));
        Assert.False(hungUp);

        Assert.True(_registry.HangUp(_account, call.Call.Id));
        Assert.True(hungUp);
    }

    [Fact]
    public void A_watcher_that_sleeps_holds_little_and_still_learns_of_every_end()
    {
        using var watch = _registry.Watch(_account);
        var calls = Enumerable.Range(0, 5).Select(_ => Live(_account)).ToList();
        for (var round = 0; round < 1000; round++)
        {
            _registry.Publish(calls[round % calls.Count] with { InterimText = round.ToString() }, () => { });
        }

        calls.ForEach(call => _registry.Publish(call with { Phase = ConversationPhase.Ended }, () => { }));

        var seen = Drain(watch);
        Assert.InRange(seen.Count, calls.Count, 300);
        Assert.Equal(calls.Select(call => call.Call.Id), seen.Where(call => call.Phase is ConversationPhase.Ended).Select(call => call.Call.Id));
    }

    [Fact]
    public void A_disposed_watch_is_told_no_more()
    {
        var watch = _registry.Watch(_account);
        watch.Dispose();
        _registry.Publish(Live(_account), () => { });

        Assert.Empty(Drain(watch));
        Assert.True(watch.Changes.Completion.IsCompleted);
    }

    private static List<LiveCall> Drain(LiveCallWatch watch)
    {
        var seen = new List<LiveCall>();
        while (watch.Changes.TryRead(out var live))
        {
            seen.Add(live);
        }

        return seen;
    }

    private static LiveCall Live(AccountId account) => new()
    {
        Phase = ConversationPhase.Listening,
        Call = new Call
        {
            Id = CallId.New(),
            AccountId = account,
            Direction = CallDirection.Inbound,
            CallControlId = $"v3:{Guid.NewGuid():N}",
            StartedAt = DateTimeOffset.UnixEpoch,
        },
    };
}
