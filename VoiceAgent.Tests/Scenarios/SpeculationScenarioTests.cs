using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;
using VoiceAgent.Core.Tools.Running;
using VoiceAgent.Tests.Builders;
using VoiceAgent.Tests.Fakes;
using VoiceAgent.Tests.Fakes.Tools;

namespace VoiceAgent.Tests.Scenarios;

/// <summary>Answers in advance: asked for while the caller has only probably finished.</summary>
[Trait("Kind", "Scenario")]
public sealed class SpeculationScenarioTests
{
    [Fact]
    public void An_answer_prepared_on_settled_words_begins_sooner_and_costs_no_second_request()
    {
        var outcome = Call().CallerSays("When do you open?", from: 1, to: 2).CallerHangsUp(8).Run();

        // Settled at 2.2 s, over at 2.7 s.
        Assert.Equal(Seconds(2.2), Assert.Single(outcome.Stage.LanguageModel.RequestedAt));
        Assert.Equal("When do you open?", outcome.Stage.LanguageModel.Requests[0].Messages[^1].Text);
        Assert.Equal(new SpeculationLedger { Started = 1, Kept = 1, Saved = Milliseconds(350) }, outcome.Call.Speculation);
        Assert.Equal(TimeSpan.Zero, outcome.Call.Turns[0].TimeToFirstToken);
        Assert.EndsWith("Agent: We open at eight.", outcome.Transcript[^1], StringComparison.Ordinal);
        Assert.All(outcome.Stage.Media.Played, frame => Assert.True(frame.SentAt >= Seconds(2.7)));
    }

    [Fact]
    public void An_early_end_told_by_the_provider_prepares_an_answer_to_words_that_are_not_settled()
    {
        var outcome = Call()
            .CallerMakesNoise(1, 2)
            .SpeechToTextReports(1.9, new SpeechEvent.Interim("when do you open"))
            .SpeechToTextReports(2.1, new SpeechEvent.EagerEnd("when do you open", 0.5))
            .SpeechToTextReports(2.4, new SpeechEvent.Final("When do you open?", EndOfSpeech: true) { EndOfTurn = true })
            .CallerHangsUp(8)
            .Run();

        Assert.Equal(Seconds(2.1), Assert.Single(outcome.Stage.LanguageModel.RequestedAt));
        Assert.Equal(new SpeculationLedger { Started = 1, Kept = 1, Saved = Milliseconds(300) }, outcome.Call.Speculation);
        Assert.True(outcome.Stage.SpeechToText.Streams[0].EagerEndOfTurn);
    }

    [Fact]
    public void Words_that_stay_the_same_in_a_pause_prepare_an_answer()
    {
        var outcome = Call()
            .CallerMakesNoise(1, 2)
            .SpeechToTextReports(1.95, new SpeechEvent.Interim("when do you open"))
            .SpeechToTextReports(2.4, new SpeechEvent.Final("When do you open?", EndOfSpeech: true))
            .CallerHangsUp(8)
            .Run();

        // Unchanged for 150 ms, in a pause since 2.0 s.
        Assert.Equal(Seconds(2.15), Assert.Single(outcome.Stage.LanguageModel.RequestedAt));
        Assert.Equal(1, outcome.Call.Speculation!.Kept);
    }

    [Fact]
    public void A_caller_who_goes_on_is_answered_to_everything_and_nothing_of_the_first_answer_is_heard()
    {
        var outcome = Call("Wrong.", "We open at nine on Sundays.")
            .CallerSays("When do you open", from: 1, to: 2)
            .CallerSays("on Sunday?", from: 2.4, to: 3)
            .CallerHangsUp(9)
            .Run();

        Assert.Equal(["When do you open", "When do you open on Sunday?"], outcome.Stage.LanguageModel.Requests.Select(request => request.Messages[^1].Text));
        Assert.Equal((2, 1, 1), (outcome.Call.Speculation!.Started, outcome.Call.Speculation.Kept, outcome.Call.Speculation.Dropped));
        Assert.InRange(outcome.Call.Speculation.WastedTokens, 50, 2000);
        Assert.DoesNotContain("Wrong.", outcome.Stage.TextToSpeech.Texts);
        Assert.EndsWith("Agent: We open at nine on Sundays.", outcome.Transcript[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_tool_asked_for_ahead_runs_only_once_the_turn_is_over()
    {
        var began = TimeSpan.Zero;
        CallStage? stage = null;
        var book = new ScriptedTool("book", Milliseconds(10), "booked") { Does = (_, _) => { began = stage!.Time.Now; return Task.FromResult(VoiceAgent.Core.Tools.ToolResult.Ok("booked")); } };
        var outcome = Call("[[book {}]]", "It is booked.")
            .Also(one => stage = one)
            .Also(one => one.LanguageModel.FirstToken = Milliseconds(50))
            .Tools(book)
            .CallerSays("Book a table please.", from: 1, to: 2)
            .CallerHangsUp(9)
            .Run();

        Assert.Equal(Seconds(2.2), outcome.Stage.LanguageModel.RequestedAt[0]);
        Assert.True(began >= Seconds(2.7), $"It ran at {began}.");
        Assert.Equal(ToolOutcome.Succeeded, Assert.Single(outcome.Call.Tools).Outcome);
    }

    [Fact]
    public void A_tool_asked_for_ahead_in_vain_never_runs()
    {
        var book = new ScriptedTool("book", Milliseconds(10), "booked");
        var outcome = Call("[[book {}]]", "For how many?")
            .Also(one => one.LanguageModel.FirstToken = Milliseconds(50))
            .Tools(book)
            .CallerSays("Book a table please.", from: 1, to: 2)
            .CallerSays("No, wait.", from: 2.4, to: 3)
            .CallerHangsUp(9)
            .Run();

        Assert.Empty(book.Asked);
        Assert.Empty(outcome.Call.Tools);
    }

    [Fact]
    public void It_is_off_for_the_rest_of_the_call_when_waste_outweighs()
    {
        var scenario = Call();
        for (var i = 0; i < 8; i++)
        {
            scenario.CallerSays($"First this and that {i}", from: 1 + (i * 1.0), to: 1.5 + (i * 1.0));
        }

        var outcome = scenario.CallerHangsUp(16).Run();

        Assert.Equal(3, outcome.Call.Speculation!.Dropped);
        Assert.True(outcome.Call.Speculation.IsWasteful);
        Assert.Equal(4, outcome.Stage.LanguageModel.Requests.Count);
    }

    [Fact]
    public void One_that_failed_is_asked_for_again_when_the_turn_is_over()
    {
        var outcome = Call()
            .Also(stage => stage.LanguageModel.Faults = request => request <= 1 ? new Fault(0, ProviderErrorKind.Unavailable) : null)
            .Also(stage => stage.LanguageModel.FirstToken = Milliseconds(50))
            .CallerSays("When do you open?", from: 1, to: 2)
            .CallerHangsUp(8)
            .Run();

        Assert.EndsWith("Agent: We open at eight.", outcome.Transcript[^1], StringComparison.Ordinal);
        Assert.Equal((1, 0, 1), (outcome.Call.Speculation!.Started, outcome.Call.Speculation.Kept, outcome.Call.Speculation.Dropped));
    }

    [Fact]
    public void Without_the_setting_nothing_is_asked_ahead()
    {
        var outcome = Call().Turns(turns => turns with { PreemptiveGeneration = false }).CallerSays("When do you open?", from: 1, to: 2).CallerHangsUp(8).Run();

        Assert.Equal(Seconds(2.7), Assert.Single(outcome.Stage.LanguageModel.RequestedAt));
        Assert.Null(outcome.Call.Speculation);
        Assert.False(outcome.Stage.SpeechToText.Streams[0].EagerEndOfTurn);
    }

    [Theory]
    [InlineData(0, 0, 0, false)]
    [InlineData(2, 0, 0, false)]
    [InlineData(3, 2, 900, true)]
    [InlineData(3, 3, 900, false)]
    [InlineData(0, 4, 100, true)]
    [InlineData(0, 4, 200, false)]
    public void Waste_outweighs_when_most_is_in_vain_or_nothing_is_saved(int dropped, int kept, int saved, bool isWasteful) =>
        Assert.Equal(isWasteful, new SpeculationLedger { Started = kept + dropped, Dropped = dropped, Kept = kept, Saved = Milliseconds(saved) }.IsWasteful);

    private static CallScenario Call(params string[] replies) => new CallScenario()
        .Greeting(string.Empty)
        .Replies(replies.Length == 0 ? ["We open at eight."] : replies)
        .Turns(turns => turns with { PreemptiveGeneration = true, MinEndpointingDelay = Milliseconds(700) });

    private static TimeSpan Seconds(double seconds) => Milliseconds((int)Math.Round(seconds * 1000));

    private static TimeSpan Milliseconds(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
