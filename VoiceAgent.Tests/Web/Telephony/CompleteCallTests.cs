using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Providers;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Web.Telephony;

/// <summary>Calls that go well, from the first ring to the saved record.</summary>
[Trait("Kind", "Host")]
public sealed class CompleteCallTests(CallingApp app) : IClassFixture<CallingApp>
{
    [Theory]
    [InlineData("PCMU")]
    [InlineData("PCMA")]
    public async Task A_call_is_answered_understood_answered_and_saved(string codec)
    {
        var owner = await app.OwnerAsync("+12025550140");

        var report = await app.CallAsync(CallingApp.Script(owner, "Hello there.") with { Codec = codec });
        var call = await app.EndedCallAsync(owner);

        Assert.Null(report.Problem);
        Assert.Equal("Hello.", report.Greeting);
        Assert.Equal("Hello! How can I help you today?", Assert.Single(report.Turns).Agent);
        Assert.Equal((CallEndReason.CallerHungUp, null, "+12025550199", owner.Number, "Ada", CallDirection.Inbound),
            (call.EndReason, call.Problem, call.From, call.To, call.AgentName, call.Direction));
        Assert.Equal([ProviderName.Deepgram, ProviderName.OpenAI, ProviderName.ElevenLabs], call.Providers);
        Assert.Equal(
            [(Speaker.Agent, "Hello."), (Speaker.Caller, "Hello there."), (Speaker.Agent, "Hello! How can I help you today?")],
            call.Transcript.Select(entry => (entry.Speaker, entry.Text)));
        Assert.True(call.StartedAt <= call.AnsweredAt && call.AnsweredAt < call.EndedAt);
        Assert.Equal([0, 1], call.Turns.Select(latency => latency.TurnId));
        var turn = call.Turns[1];
        Assert.All(
            [turn.TranscriptionDelay, turn.EndOfUtteranceDelay, turn.TimeToFirstToken, turn.TimeToFirstByte, turn.VoiceToVoice],
            part => Assert.InRange(part!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(15)));
    }

    [Fact]
    public async Task The_hang_up_button_ends_the_call_within_a_second()
    {
        var owner = await app.OwnerAsync("+12025550141");
        var calling = app.CallAsync(CallingApp.Script(owner) with { StaySilent = TimeSpan.FromSeconds(30) });
        var live = await app.TalkingAsync(owner);
        var stranger = await app.OwnerAsync("+12025550142");

        Assert.False(app.Get<CallRegistry>().HangUp(stranger.Account, live.Call.Id));
        var pressed = TimeProvider.System.GetTimestamp();
        Assert.True(app.Get<CallRegistry>().HangUp(owner.Account, live.Call.Id));
        var report = await calling;
        var took = TimeProvider.System.GetElapsedTime(pressed);

        Assert.Equal("agent_hung_up", report.EndReason);
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.Equal(CallEndReason.HungUpByUser, (await app.EndedCallAsync(owner)).EndReason);
    }

    [Fact]
    public async Task A_caller_who_hangs_up_in_mid_sentence_ends_the_call()
    {
        var owner = await app.OwnerAsync("+12025550143", setup => setup.Agent.WithGreeting("This is a greeting that takes its time, and goes on and on."));

        var report = await app.CallAsync(CallingApp.Script(owner) with { HangUpAfter = TimeSpan.FromSeconds(1) });
        var call = await app.EndedCallAsync(owner);

        Assert.Equal("caller_hung_up", report.EndReason);
        Assert.Equal((CallEndReason.CallerHungUp, null), (call.EndReason, call.Problem));
        Assert.InRange((call.EndedAt - call.AnsweredAt)!.Value, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task Two_accounts_with_the_same_number_do_not_mix()
    {
        var first = await app.OwnerAsync("+12025550144", setup => setup.Agent.WithGreeting("First."));
        var report = await app.CallAsync(first);
        var second = await app.OwnerAsync("+12025550144", setup => setup.Agent.WithGreeting("Second."));
        var other = await app.CallAsync(second);

        Assert.Equal(("First.", "Second."), (report.Greeting, other.Greeting));
        Assert.Equal("First.", Assert.Single((await app.EndedCallAsync(first)).Transcript).Text);
        Assert.Equal("Second.", Assert.Single((await app.EndedCallAsync(second)).Transcript).Text);
    }

    [Fact]
    public async Task Every_event_may_come_twice()
    {
        var owner = await app.OwnerAsync("+12025550145");
        app.Sandbox.Telnyx.WebhookFaults = new() { Duplicate = true };
        try
        {
            Assert.Null((await app.CallAsync(owner, "Hello there.")).Problem);
        }
        finally
        {
            app.Sandbox.Telnyx.WebhookFaults = VoiceAgent.Sandbox.Telnyx.Webhooks.WebhookFaults.None;
        }

        Assert.Equal(CallEndReason.CallerHungUp, (await app.EndedCallAsync(owner)).EndReason);
    }

    [Fact]
    public async Task Twenty_calls_at_once_are_all_answered()
    {
        var owner = await app.OwnerAsync("+12025550146");

        var reports = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => app.CallAsync(owner, "Hello there.")));

        Assert.All(reports, report => Assert.Null(report.Problem));
        await Eventually.HoldsAsync(() => app.Get<CallRegistry>().Count == 0);
        var calls = await Eventually.GetAsync(async () => (await owner.CallsAsync(app.App.Services)) is var all && all.All(call => call.EndedAt is not null) ? all : null);
        Assert.Equal(20, calls.Count);
        Assert.All(calls, call => Assert.Equal((CallEndReason.CallerHungUp, 3, 2), (call.EndReason!.Value, call.Transcript.Count, call.Turns.Count)));
    }
}
