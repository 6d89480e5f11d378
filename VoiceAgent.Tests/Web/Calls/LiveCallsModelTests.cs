using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Conversations;
using VoiceAgent.Tests.Fakes;
using VoiceAgent.Web.Components.Calls;

namespace VoiceAgent.Tests.Web.Calls;

[Trait("Kind", "Unit")]
public sealed class LiveCallsModelTests
{
    private readonly AccountId _account = AccountId.New();
    private readonly CallRegistry _registry = new();

    [Fact]
    public void Calls_before_and_after_the_page_opened_are_both_there() => VirtualTime.Run(async time =>
    {
        var before = Publish(Samples.Call(_account, time.GetUtcNow()));
        using var page = new Followed(new LiveCallsModel(_registry, time, _account));
        Assert.Equal([before.Id], page.Ids);

        await Task.Delay(TimeSpan.FromMilliseconds(50), time);
        var after = Publish(Samples.Call(_account, time.GetUtcNow()));
        await Task.Delay(TimeSpan.FromMilliseconds(1), time);

        Assert.Equal([after.Id, before.Id], page.Ids);
        await page.LeaveAsync();
    });

    [Fact]
    public void Another_accounts_calls_are_not_shown_and_cannot_be_hung_up() => VirtualTime.Run(async time =>
    {
        var hungUp = false;
        var foreign = Samples.Call(AccountId.New());
        _registry.Publish(Samples.Live(foreign), () => hungUp = true);
        using var page = new Followed(new LiveCallsModel(_registry, time, _account));

        page.Model.HangUp(foreign.Id);
        await Task.Delay(TimeSpan.FromSeconds(1), time);

        Assert.Empty(page.Ids);
        Assert.False(hungUp);
        await page.LeaveAsync();
    });

    [Fact]
    public void A_storm_of_changes_renders_at_most_five_times_a_second_and_ends_with_the_newest() => VirtualTime.Run(async time =>
    {
        var call = Samples.Call(_account, time.GetUtcNow());
        using var page = new Followed(new LiveCallsModel(_registry, time, _account));
        for (var word = 0; word < 1000; word++)
        {
            _registry.Publish(Samples.Live(call, interim: $"word {word}"), () => { });
            await Task.Delay(TimeSpan.FromMilliseconds(2), time);
        }

        await Task.Delay(LiveCallsModel.RenderInterval, time);

        Assert.InRange(page.Renders, 10, 12);
        Assert.Equal("word 999", Assert.Single(page.Model.Calls).Live.InterimText);
        await page.LeaveAsync();
    });

    [Fact]
    public void The_duration_ticks_once_a_second_and_an_empty_page_does_not_render() => VirtualTime.Run(async time =>
    {
        using var page = new Followed(new LiveCallsModel(_registry, time, _account));
        await Task.Delay(TimeSpan.FromSeconds(10), time);
        Assert.Equal(0, page.Renders);

        Publish(Samples.Call(_account, time.GetUtcNow()));
        await Task.Delay(TimeSpan.FromSeconds(3.1), time);

        Assert.Equal(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(Math.Round(Assert.Single(page.Model.Calls).Duration.TotalSeconds)));
        Assert.InRange(page.Renders, 3, 5);
        await page.LeaveAsync();
    });

    [Fact]
    public void An_ended_call_stays_a_while_with_its_reason_and_then_goes() => VirtualTime.Run(async time =>
    {
        var call = Publish(Samples.Call(_account, time.GetUtcNow()));
        using var page = new Followed(new LiveCallsModel(_registry, time, _account));

        _registry.Publish(Samples.Live(call with { EndReason = CallEndReason.SilenceTimeout, EndedAt = time.GetUtcNow() }, ConversationPhase.Ended), () => { });
        await Task.Delay(TimeSpan.FromSeconds(20), time);
        var shown = Assert.Single(page.Model.Calls);
        Assert.True(shown.HasEnded);
        Assert.Equal(CallEndReason.SilenceTimeout, shown.Call.EndReason);
        Assert.Empty(page.Model.InProgress);

        await Task.Delay(LiveCallsModel.EndedStaysFor, time);
        Assert.Empty(page.Ids);
        await page.LeaveAsync();
    });

    [Fact]
    public void A_call_whose_end_was_dropped_is_found_to_be_over() => VirtualTime.Run(async time =>
    {
        var lost = Publish(Samples.Call(_account, time.GetUtcNow()));
        var other = Samples.Call(_account, time.GetUtcNow());
        var model = new LiveCallsModel(_registry, time, _account);

        // The watch keeps 256 changes: the end of the first call is pushed out by the other one's words before anyone reads.
        _registry.Publish(Samples.Live(lost, ConversationPhase.Ended), () => { });
        for (var word = 0; word < 300; word++)
        {
            _registry.Publish(Samples.Live(other, interim: $"word {word}"), () => { });
        }

        using var page = new Followed(model);
        await Task.Delay(TimeSpan.FromSeconds(7), time);

        Assert.Equal([other.Id], page.Model.InProgress.Select(call => call.Id));
        Assert.Equal([lost.Id], page.Model.Calls.Where(call => call.HasEnded).Select(call => call.Id));
        await page.LeaveAsync();
    });

    [Fact]
    public void Hanging_up_asks_the_call_and_says_so_until_it_has_ended() => VirtualTime.Run(async time =>
    {
        var call = Samples.Call(_account, time.GetUtcNow());
        var asked = 0;
        _registry.Publish(Samples.Live(call), () => asked++);
        using var page = new Followed(new LiveCallsModel(_registry, time, _account));

        page.Model.HangUp(call.Id);
        Assert.Equal(1, asked);
        Assert.True(Assert.Single(page.Model.Calls).IsHangingUp);

        _registry.Publish(Samples.Live(call, ConversationPhase.Ended), () => { });
        await Task.Delay(TimeSpan.FromSeconds(1), time);
        Assert.False(Assert.Single(page.Model.Calls).IsHangingUp);
        await page.LeaveAsync();
    });

    [Fact]
    public async Task Cancelling_ends_the_following_without_a_fault()
    {
        using var model = new LiveCallsModel(_registry, TimeProvider.System, _account);
        using var leaving = new CancellationTokenSource();
        var following = model.FollowAsync(() => { }, leaving.Token);

        await leaving.CancelAsync();

        await following.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.True(following.IsCompletedSuccessfully);
    }

    private Call Publish(Call call)
    {
        _registry.Publish(Samples.Live(call), () => { });
        return call;
    }

    private sealed class Followed : IDisposable
    {
        private readonly Task _following;

        public Followed(LiveCallsModel model)
        {
            Model = model;
            _following = model.FollowAsync(() => Renders++, CancellationToken.None);
        }

        public LiveCallsModel Model { get; }

        public int Renders { get; private set; }

        public IEnumerable<CallId> Ids => Model.Calls.Select(call => call.Id);

        // Disposing ends the following by itself. A cancelled delay would come back from the pool, which virtual time does not allow.
        public async Task LeaveAsync()
        {
            Model.Dispose();
            await _following;
        }

        public void Dispose() => Model.Dispose();
    }
}
