using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Telephony;
using VoiceAgent.Core.Tools.BuiltIn;
using VoiceAgent.Core.Tools.Running;
using VoiceAgent.Core.Tools.Settings;
using VoiceAgent.Core.Tools.Transfers;
using VoiceAgent.Tests.Builders;
using VoiceAgent.Tests.Fakes.Tools;

namespace VoiceAgent.Tests.Scenarios;

/// <summary>Callers who are put through, and telephone menus that are pressed through.</summary>
[Trait("Kind", "Scenario")]
public sealed class TransferScenarioTests
{
    private const string Says = """I connect you to our sales team now. [[transfer_call {"to":"Sales"}]]""";
    private const string SaysNothing = """[[transfer_call {"to":"Sales"}]]""";
    private const string SaysWarm = """I connect you now. [[transfer_call {"to":"Maria","summary":"Ms Lee asks about order 7."}]]""";

    private static readonly (TimeSpan, CarrierEventKind, HangUpCause)[] Connects = [(Seconds(2), CarrierEventKind.Answered, HangUpCause.Normal), (Seconds(0.1), CarrierEventKind.Bridged, HangUpCause.Normal)];

    private ScriptedLegs? _carrier;

    [Fact]
    public void A_caller_is_put_through_once_the_words_before_have_been_heard()
    {
        var outcome = Call(Connects, Says).Run();

        Assert.Equal((CallEndReason.Transferred, 0), (outcome.Call.EndReason, outcome.Stage.HangUps));
        Assert.Equal(["transfer v3:call to +12025550150"], _carrier!.Asked);
        Assert.Equal("now.", outcome.WordsHeardBy(At(0))[^1]);
        Assert.Equal((ToolOutcome.Succeeded, "Transferred."), (Assert.Single(outcome.Call.Tools).Outcome, outcome.Call.Tools[0].Result));
        Assert.Single(outcome.Stage.LanguageModel.Requests);
    }

    [Fact]
    public void A_model_without_words_has_the_line_said_before()
    {
        var outcome = Call(Connects, SaysNothing).Run();

        Assert.Equal(CallEndReason.Transferred, outcome.Call.EndReason);
        Assert.Contains("I'm connecting you now. One moment, please.", outcome.Transcript[^1], StringComparison.Ordinal);
        Assert.Equal("please.", outcome.WordsHeardBy(At(0))[^1]);
    }

    [Fact]
    public void A_voice_whose_audio_fills_no_whole_frames_keeps_nobody_waiting()
    {
        var outcome = Call(Connects, Says).Also(stage => stage.TextToSpeech.WordDuration = TimeSpan.FromMilliseconds(205)).Run();

        Assert.Equal(CallEndReason.Transferred, outcome.Call.EndReason);
        Assert.InRange(outcome.EndedAt, Seconds(5), Seconds(8));
    }

    [Theory]
    [InlineData(HangUpCause.Busy, "the line is busy")]
    [InlineData(HangUpCause.NoAnswer, "nobody answered")]
    [InlineData(HangUpCause.Declined, "declined")]
    [InlineData(HangUpCause.NumberUnknown, "reaches nobody")]
    [InlineData(HangUpCause.Normal, "did not go through")]
    public void A_transfer_that_fails_leaves_the_caller_with_the_agent(HangUpCause cause, string told)
    {
        var outcome = Call([(Seconds(3), CarrierEventKind.HungUp, cause)], Says, "Nobody is there. Can I take a message?").CallerHangsUp(15).Run();

        Assert.Equal(CallEndReason.CallerHungUp, outcome.Call.EndReason);
        Assert.Contains(told, Assert.Single(outcome.Call.Tools).Result, StringComparison.Ordinal);
        Assert.EndsWith("Nobody is there. Can I take a message?", outcome.Transcript[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_carrier_that_tells_nothing_is_not_waited_for_for_ever()
    {
        var outcome = Call([], Says, "Nobody is there.").CallerHangsUp(60).Run();

        Assert.Contains("nobody was connected in time", Assert.Single(outcome.Call.Tools).Result, StringComparison.Ordinal);
        Assert.Contains(outcome.Transcript, line => line.EndsWith("Nobody is there.", StringComparison.Ordinal));
    }

    [Fact]
    public void A_caller_who_speaks_into_the_words_before_is_not_put_through()
    {
        var outcome = Call(Connects, Says, "Of course.").CallerSays("No, wait a moment.", from: 3.4, to: 4.2).CallerHangsUp(9).Run();

        Assert.Equal(CallEndReason.CallerHungUp, outcome.Call.EndReason);
        Assert.Empty(_carrier!.Asked);
        Assert.Equal(ToolOutcome.Cancelled, Assert.Single(outcome.Call.Tools).Outcome);
    }

    [Theory]
    [InlineData("""[[transfer_call {"to":"+12025550199"}]]""")]
    [InlineData("""[[transfer_call {"to":"Sales","number":"+12025550199"}]]""")]
    public void Nobody_but_whom_the_owner_named_is_rung_at(string wish)
    {
        var outcome = Call(Connects, wish, "I cannot do that.").CallerHangsUp(9).Run();

        Assert.Empty(_carrier!.Asked);
        Assert.Equal(ToolOutcome.Refused, Assert.Single(outcome.Call.Tools).Outcome);
    }

    [Fact]
    public void A_person_is_told_what_it_is_about_before_the_caller_is_put_through()
    {
        var outcome = Call([(Seconds(2), CarrierEventKind.Answered, HangUpCause.Normal), (Seconds(4), CarrierEventKind.SpeakEnded, HangUpCause.Normal), (Seconds(0.1), CarrierEventKind.Bridged, HangUpCause.Normal)], SaysWarm).Run();

        Assert.Equal(CallEndReason.Transferred, outcome.Call.EndReason);
        Assert.Equal(
            [
                "dial +12025550151 from +15550100002 by 1494",
                "speak v3:other en-US: There is a caller for you. Ms Lee asks about order 7. I am connecting you now.",
                "bridge v3:call v3:other",
            ],
            _carrier!.Asked);
        Assert.InRange(At(2) - At(1), Seconds(4), Seconds(4.1));
    }

    [Fact]
    public void A_person_who_hangs_up_before_leaves_the_caller_with_the_agent()
    {
        var outcome = Call([(Seconds(2), CarrierEventKind.Answered, HangUpCause.Normal), (Seconds(1), CarrierEventKind.HungUp, HangUpCause.Normal)], SaysWarm, "Maria is busy.").CallerHangsUp(20).Run();

        Assert.DoesNotContain(_carrier!.Asked, asked => asked.StartsWith("bridge", StringComparison.Ordinal));
        Assert.Contains("hung up before", Assert.Single(outcome.Call.Tools).Result, StringComparison.Ordinal);
        Assert.Contains(outcome.Transcript, line => line.EndsWith("Maria is busy.", StringComparison.Ordinal));
    }

    [Fact]
    public void A_connection_whose_media_ends_before_its_event_comes_is_not_cut()
    {
        Call([(Seconds(1), CarrierEventKind.Answered, HangUpCause.Normal), (Seconds(1), CarrierEventKind.SpeakEnded, HangUpCause.Normal), (Seconds(9), CarrierEventKind.Bridged, HangUpCause.Normal)], SaysWarm)
            .CallerHangsUp(8)
            .Run();

        Assert.Equal("bridge v3:call v3:other", _carrier!.Asked[^1]);
    }

    [Fact]
    public void A_caller_who_gives_up_leaves_nobody_ringing()
    {
        Call([], SaysWarm).CallerHangsUp(8).Run();

        Assert.Equal(["dial +12025550151 from +15550100002 by 1494", "hang up v3:other"], _carrier!.Asked);
    }

    [Fact]
    public void A_refusal_of_the_carrier_is_told_and_ends_nothing()
    {
        var outcome = Call([], new ProviderException(ProviderName.Telnyx, ProviderErrorKind.Rejected), Says, "I am sorry.").CallerHangsUp(12).Run();

        Assert.Equal((ToolOutcome.Failed, CallEndReason.CallerHungUp), (Assert.Single(outcome.Call.Tools).Outcome, outcome.Call.EndReason));
        Assert.EndsWith("I am sorry.", outcome.Transcript[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_are_pressed_after_the_words_and_the_agent_listens_then()
    {
        var outcome = Call([], """One moment. [[send_dtmf {"keys":"1w2#"}]]""", "We want to book a table.")
            .CallerSays("You have chosen reservations.", from: 6, to: 8)
            .CallerHangsUp(14)
            .Run();

        Assert.Equal(["press 1w2#"], _carrier!.Asked);
        Assert.Equal("moment.", outcome.WordsHeardBy(At(0))[^1]);
        Assert.Equal(2, outcome.Stage.LanguageModel.Requests.Count);
        Assert.Equal(
            ["User: When do you open?", "Assistant: One moment. [send_dtmf]", "Tool: Pressed. Listen to what is said next.", "User: You have chosen reservations."],
            ToolScenarioTests.Told(outcome.Stage.LanguageModel.Requests[1]));
    }

    private TimeSpan At(int asked) => _carrier!.AskedAt[asked] - Epoch;

    private static DateTimeOffset Epoch { get; } = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private CallScenario Call((TimeSpan, CarrierEventKind, HangUpCause)[] tells, params string[] replies) => Call(tells, null, replies);

    private CallScenario Call((TimeSpan, CarrierEventKind, HangUpCause)[] tells, Exception? trouble, params string[] replies) => ToolScenarioTests.Call(replies).ToolsIn(time =>
    {
        var toolset = AgentToolset.None(AccountId.New(), AgentId.New()) with
        {
            TransferTargets = [new TransferTarget { Name = "Sales", Number = "+12025550150" }],
        };
        if (replies[0] == SaysWarm)
        {
            toolset = toolset with { TransferTargets = [new TransferTarget { Name = "Maria", Number = "+12025550151", IsWarm = true }] };
        }

        var legs = new CarrierLegs();
        _carrier = new ScriptedLegs(legs, toolset.AccountId, time) { Tells = tells, Trouble = trouble };
        var scope = ToolScopes.For(toolset, _carrier);
        var transfer = new TransferCallTool(new CallTransfers(legs, new NoWebhookAddress(), time));
        var keys = new SendDtmfTool();
        return [transfer.Open(scope, transfer.DefaultDescription)!, keys.Open(scope, keys.DefaultDescription)!];
    });

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
