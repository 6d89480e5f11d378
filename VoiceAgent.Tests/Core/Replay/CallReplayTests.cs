using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.Replay;
using VoiceAgent.Core.Replay.Logs;
using VoiceAgent.Tests.Builders;

namespace VoiceAgent.Tests.Core.Replay;

[Trait("Kind", "Scenario")]
public sealed class CallReplayTests
{
    [Fact]
    public void The_same_options_give_the_same_call()
    {
        var (log, outcome) = Hesitating();

        var run = CallReplay.Recorded(log);

        Assert.Null(run.DiffersFrom);
        Assert.Equal(0, run.CutOffs);
        Assert.Equal(outcome.Call.Turns.Where(turn => turn.VoiceToVoice is not null).Select(turn => turn.VoiceToVoice), run.Turns.Select(turn => turn.VoiceToVoice));
        Assert.Equal(outcome.EndedAt.TotalSeconds, run.Duration.TotalSeconds, 1);
    }

    [Fact]
    public void Less_patience_cuts_a_hesitating_caller_off_and_asks_the_model_in_vain()
    {
        var (log, _) = Hesitating();
        var recorded = CallReplay.Recorded(log);

        var run = Under(log, options => options with { MinEndpointingDelay = Milliseconds(200), MaxEndpointingDelay = Milliseconds(500) });

        Assert.NotNull(run.DiffersFrom);
        Assert.Equal(1, run.CutOffs);
        Assert.Equal("I would like", run.Turns[0].CallerText);
        Assert.True(run.ModelStarts > recorded.ModelStarts);
        Assert.True(run.Tokens > recorded.Tokens);
        Assert.True(run.Turns[^1].VoiceToVoice < recorded.Turns[^1].VoiceToVoice);
    }

    [Fact]
    public void More_patience_makes_every_answer_later_and_the_caller_waits_for_it()
    {
        var (log, _) = Hesitating();
        var recorded = CallReplay.Recorded(log);

        var run = Under(log, options => options with { MinEndpointingDelay = Milliseconds(1600), MaxEndpointingDelay = Milliseconds(2500) });

        Assert.Equal(recorded.Turns.Select(turn => turn.CallerText), run.Turns.Select(turn => turn.CallerText));
        Assert.All(recorded.Turns.Zip(run.Turns), pair => Assert.Equal(
            pair.First.VoiceToVoice!.Value.TotalMilliseconds + 600, pair.Second.VoiceToVoice!.Value.TotalMilliseconds, tolerance: 25));
        Assert.Equal(recorded.Duration.TotalMilliseconds + 1200, run.Duration.TotalMilliseconds, tolerance: 100);
    }

    [Fact]
    public void Speech_to_text_that_counts_the_silence_is_sooner_when_asked_for_less()
    {
        var log = LogOf(new CallScenario()
            .Turns(turns => turns with { MinEndpointingDelay = Milliseconds(600) })
            .CallerSays("when do you close", from: 3, to: 4, settled: 0.65)
            .CallerHangsUp(9)).Log;

        var run = Under(log, options => options with { MinEndpointingDelay = Milliseconds(200) });

        Assert.Equal(650, CallReplay.Recorded(log).Turns[0].EndOfTurnDelay!.Value.TotalMilliseconds, tolerance: 30);
        Assert.Equal(250, run.Turns[0].EndOfTurnDelay!.Value.TotalMilliseconds, tolerance: 30);
    }

    [Fact]
    public void Speech_to_text_that_counts_the_silence_is_later_when_asked_for_more_and_the_answer_waits_for_it()
    {
        var log = LogOf(new CallScenario()
            .Turns(turns => turns with { MinEndpointingDelay = Milliseconds(300), MaxEndpointingDelay = Milliseconds(3000) })
            .CallerSays("when do you close", from: 3, to: 4, settled: 0.35)
            .CallerSays("thank you goodbye", from: 8, to: 9, settled: 0.35)
            .CallerHangsUp(14)).Log;

        var run = Under(log, options => options with { MinEndpointingDelay = Milliseconds(1000) });

        Assert.Equal([1050, 1050], run.Turns.Select(turn => Math.Round(turn.EndOfTurnDelay!.Value.TotalMilliseconds / 50) * 50));
        Assert.Equal(0, run.MissedInterruptions);
    }

    [Fact]
    public void An_interruption_that_counted_is_missed_where_none_is_allowed()
    {
        var log = LogOf(new CallScenario()
            .Replies("We have rolls, bread and cake today, and much more besides that I could tell you about.")
            .CallerSays("what do you have", from: 3, to: 4)
            .CallerSays("no wait a moment", from: 6, to: 7)
            .CallerHangsUp(20));
        var recorded = CallReplay.Recorded(log.Log);

        var run = Under(log.Log, options => options with { AllowInterruptions = false });

        Assert.Equal((1, 0), (recorded.Interruptions, recorded.MissedInterruptions));
        Assert.Equal((0, 1), (run.Interruptions, run.MissedInterruptions));
        Assert.False(run.Turns[0].WasInterrupted);
    }

    [Fact]
    public void A_cough_is_a_false_interruption()
    {
        var log = LogOf(new CallScenario()
            .Greeting("one two three four five six seven eight nine ten")
            .CallerMakesNoise(1, 1.5)
            .CallerHangsUp(9));

        Assert.Equal(1, CallReplay.Recorded(log.Log).FalseInterruptions);
        Assert.Equal(0, Under(log.Log, options => options with { AllowInterruptions = false }).FalseInterruptions);
    }

    [Fact]
    public void A_replay_makes_the_silence_before_a_question_as_long_as_the_options_say()
    {
        var log = LogOf(new CallScenario().CallerHangsUp(30));

        var run = Under(log.Log, options => options with { SilencePromptAfter = TimeSpan.FromSeconds(4), SilencePromptsBeforeHangUp = 1 });

        Assert.Contains(run.Decisions, decision => decision.Kind is nameof(ConversationAction.EndCall) && decision.Subject.Contains("SilenceTimeout", StringComparison.Ordinal));
        Assert.InRange(run.Duration.TotalSeconds, 10, 20);
    }

    [Fact]
    public void Figures_of_several_calls_count_each_turn()
    {
        var (log, _) = Hesitating();
        var run = CallReplay.Recorded(log);

        var summary = ReplaySummary.Of(run.Options, [run, run]);

        Assert.Equal((2, 2 * run.Turns.Count, 2 * run.ModelStarts), (summary.Calls, summary.Turns, summary.ModelStarts));
        Assert.Equal(2 * run.Duration, summary.Duration);
        Assert.InRange(summary.EndOfTurnDelay!.P50, TimeSpan.Zero, summary.EndOfTurnDelay.P95);
        Assert.Null(Percentiles.Of([]));
        Assert.Equal(new Percentiles(Milliseconds(10), Milliseconds(19)), Percentiles.Of(Enumerable.Range(1, 20).Select(Milliseconds)));
    }

    // A pause of 0.8 s in the sentence, patience for a whole second.
    private static (CallLog Log, CallOutcome Outcome) Hesitating() => LogOf(new CallScenario()
        .Turns(turns => turns with { MinEndpointingDelay = Milliseconds(1000), MaxEndpointingDelay = Milliseconds(1500) })
        .Replies("We have two left.", "Until six.")
        .CallerSays("I would like", from: 3, to: 4, endOfSpeech: false)
        .CallerSays("two rolls please", from: 4.8, to: 6)
        .CallerSays("when do you close", from: 10, to: 11)
        .CallerHangsUp(16));

    private static ReplayRun Under(CallLog log, Func<TurnOptions, TurnOptions> change) => CallReplay.Under(log, change(log.Settings.Turns));

    private static (CallLog Log, CallOutcome Outcome) LogOf(CallScenario scenario)
    {
        var outcome = scenario.Run();
        return (outcome.Stage.Observed.Recorder.Finish(outcome.Call)!, outcome);
    }

    private static TimeSpan Milliseconds(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
