using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Conversations;
using VoiceAgent.Tests.Builders;

namespace VoiceAgent.Tests.Scenarios;

[Trait("Kind", "Scenario")]
public sealed class EndingScenarioTests
{
    [Fact]
    public void Silence_is_asked_about_twice_and_then_ends_the_call_when_the_goodbye_was_heard()
    {
        var outcome = new CallScenario().Run();

        Assert.Equal(CallEndReason.SilenceTimeout, outcome.Call.EndReason);
        Assert.Equal(
            [
                "0.15 Agent: Hello, this is the bakery.", "11.80 Agent: Are you still there?", "23.15 Agent: Are you still there?",
                "34.50 Agent: I can't hear you, so I'll hang up now. Goodbye.",
            ],
            outcome.Transcript);
        Assert.Equal(TimeSpan.FromSeconds(37.5), outcome.EndedAt);
        Assert.Equal(1, outcome.Stage.HangUps);
    }

    [Fact]
    public void A_caller_who_speaks_up_over_the_silence_goodbye_is_answered()
    {
        var outcome = new CallScenario().CallerSays("yes I am here", from: 35, to: 36).CallerHangsUp(45).Run();

        Assert.Equal(CallEndReason.CallerHungUp, outcome.Call.EndReason);
        Assert.EndsWith("Agent: We open at eight.", outcome.Transcript[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5.3)]
    [InlineData(30)]
    public void What_is_said_over_the_last_line_is_in_the_transcript_though_nobody_answers_it(double hangUp)
    {
        var outcome = new CallScenario()
            .Turns(turns => turns with { MaxCallDuration = TimeSpan.FromSeconds(4), MaxDurationGoodbye = "Time is up, I am very sorry but I have to go." })
            .CallerSays("one more thing", from: 4.3, to: 5)
            .CallerHangsUp(hangUp)
            .Run();

        Assert.EndsWith("Caller: one more thing", outcome.Transcript[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_longest_duration_ends_the_call_after_a_goodbye()
    {
        var outcome = new CallScenario()
            .Turns(turns => turns with { MaxCallDuration = TimeSpan.FromSeconds(5), MaxDurationGoodbye = "Time is up." })
            .CallerSays("when do you open", from: 3, to: 4)
            .Run();

        Assert.Equal(CallEndReason.MaxDurationReached, outcome.Call.EndReason);
        Assert.Equal(
            ["0.15 Agent: Hello, this is the bakery.", "3.00 Caller: when do you open", "5.15 Agent: Time is up."],
            outcome.Transcript);
        Assert.Equal(TimeSpan.FromSeconds(6.05), outcome.EndedAt);
    }

    [Theory]
    [InlineData(0.05, ConversationPhase.Thinking)]
    [InlineData(1.0, ConversationPhase.Speaking)]
    [InlineData(2.5, ConversationPhase.Listening)]
    [InlineData(5.0, ConversationPhase.Thinking)]
    [InlineData(6.0, ConversationPhase.Speaking)]
    public void The_caller_can_hang_up_in_every_phase(double at, ConversationPhase phase)
    {
        var outcome = Conversation().CallerHangsUp(at).Run();

        AssertEnded(outcome, at, phase, CallEndReason.CallerHungUp);
        Assert.Equal(0, outcome.Stage.HangUps);
    }

    [Theory]
    [InlineData(0.05, ConversationPhase.Thinking)]
    [InlineData(1.0, ConversationPhase.Speaking)]
    [InlineData(2.5, ConversationPhase.Listening)]
    [InlineData(5.0, ConversationPhase.Thinking)]
    [InlineData(6.0, ConversationPhase.Speaking)]
    public void The_owner_can_hang_up_in_every_phase(double at, ConversationPhase phase)
    {
        var outcome = Conversation().OwnerHangsUp(at).OwnerHangsUp(at).Run();

        AssertEnded(outcome, at, phase, CallEndReason.HungUpByUser);
        Assert.Equal(1, outcome.Stage.HangUps);
    }

    [Theory]
    [InlineData(0.05, ConversationPhase.Thinking)]
    [InlineData(1.0, ConversationPhase.Speaking)]
    [InlineData(2.5, ConversationPhase.Listening)]
    [InlineData(5.0, ConversationPhase.Thinking)]
    public void A_stop_of_the_server_ends_the_call(double at, ConversationPhase phase)
    {
        var outcome = Conversation().ServerStops(at).Run();

        AssertEnded(outcome, at, phase, CallEndReason.ServerShutdown);
        Assert.Equal(1, outcome.Stage.HangUps);
    }

    [Fact]
    public void A_call_that_was_ended_before_it_ran_ends_at_once()
    {
        var outcome = new CallScenario().Also(stage => stage.Session.End(CallEndReason.HungUpByUser)).Run();

        Assert.Equal(CallEndReason.HungUpByUser, outcome.Call.EndReason);
        Assert.Equal(TimeSpan.Zero, outcome.EndedAt);
    }

    [Fact]
    public void A_media_connection_that_goes_without_a_word_ends_the_call()
    {
        var outcome = new CallScenario().Also(stage => stage.Media.Break(TimeSpan.FromSeconds(2))).Run();

        Assert.Equal(CallEndReason.MediaFailed, outcome.Call.EndReason);
        Assert.NotNull(outcome.Call.Problem);
        Assert.Equal(TimeSpan.FromSeconds(3), outcome.EndedAt);
    }

    [Fact]
    public void A_send_that_fails_just_before_the_hang_up_arrives_is_the_callers_hang_up()
    {
        var outcome = new CallScenario()
            .Also(stage => stage.Media.BreaksAt = TimeSpan.FromSeconds(1))
            .CallerHangsUp(1.5)
            .Run();

        Assert.Equal(CallEndReason.CallerHungUp, outcome.Call.EndReason);
    }

    [Fact]
    public void A_carrier_that_gives_no_marks_back_does_not_hold_the_conversation_up()
    {
        var outcome = new CallScenario()
            .Also(stage => stage.Media.ReturnsMarks = false)
            .CallerSays("when do you open", from: 5, to: 6)
            .CallerHangsUp(12)
            .Run();

        Assert.Equal("6.90 Agent: We open at eight.", outcome.Transcript[^1]);
    }

    private static CallScenario Conversation() => new CallScenario().CallerSays("when do you open", from: 3, to: 4.5);

    private static void AssertEnded(CallOutcome outcome, double at, ConversationPhase phase, CallEndReason reason)
    {
        Assert.Equal(reason, outcome.Call.EndReason);
        Assert.Equal(TimeSpan.FromSeconds(at), outcome.EndedAt);
        Assert.Equal(outcome.Call.StartedAt + outcome.EndedAt, outcome.Call.EndedAt);
        Assert.Equal(phase, outcome.Stage.Published[^2].Live.Phase);
        Assert.Equal(ConversationPhase.Ended, outcome.Stage.Session.Current.Phase);
        Assert.Equal((0, 0, 0), (outcome.Stage.SpeechToText.Open, outcome.Stage.LanguageModel.Open, outcome.Stage.TextToSpeech.Open));
        Assert.DoesNotContain(outcome.Stage.Log.Entries, entry => entry.Exception is not null);
    }
}
