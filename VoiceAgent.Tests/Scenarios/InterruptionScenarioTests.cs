using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Speech;
using VoiceAgent.Tests.Builders;

namespace VoiceAgent.Tests.Scenarios;

[Trait("Kind", "Scenario")]
public sealed class InterruptionScenarioTests
{
    private const string Greeting = "one two three four five six seven eight nine ten";

    [Theory]
    [InlineData(1.00, "one two three")]
    [InlineData(1.10, "one two three")]
    [InlineData(1.20, "one two three four")]
    [InlineData(1.50, "one two three four five")]
    [InlineData(2.42, "one two three four five six seven eight")]
    public void Speaking_over_the_agent_clears_playout_within_one_frame_and_keeps_the_words_heard(double from, string heard)
    {
        var outcome = new CallScenario()
            .Greeting(Greeting)
            .CallerSays("wait a moment", from, from + 1)
            .CallerHangsUp(from + 1.4)
            .Run();

        // 240 ms of voice, told by the frame that completes them.
        var decided = TimeSpan.FromSeconds(from) + TimeSpan.FromMilliseconds(260);
        Assert.InRange(outcome.Stage.Media.Clears[0], decided - TimeSpan.FromMilliseconds(20), decided);
        Assert.All(outcome.Stage.Media.Played, frame => Assert.True(frame.SentAt <= outcome.Stage.Media.Clears[0]));
        Assert.Equal(heard, outcome.Call.Transcript[0].Text);
        Assert.Equal(heard.Split(' '), outcome.WordsHeard);
        Assert.Equal(Greeting, $"{heard} {outcome.Call.Transcript[0].Unheard}");
        var sounded = outcome.Stage.Media.Played.Select(frame => outcome.Stage.TextToSpeech.WordOf(frame.Sound)).Distinct().Count();
        Assert.Equal(sounded > heard.Split(' ').Length, outcome.Call.Transcript[0].CutsWord);
        Assert.Equal(1, outcome.Call.Interruptions);
    }

    [Fact]
    public void The_model_is_told_only_the_words_the_caller_heard()
    {
        var outcome = new CallScenario()
            .Greeting(string.Empty)
            .Replies("We have rolls, bread and cake today, and much more besides.", "Eight o'clock.")
            .CallerSays("what do you have", from: 1, to: 2)
            .CallerSays("when do you open", from: 4, to: 5)
            .CallerHangsUp(9)
            .Run();

        var history = outcome.Stage.LanguageModel.Requests[1].Messages;
        Assert.Equal(
            [(ChatRole.User, "what do you have"), (ChatRole.Assistant, "We have rolls, bread"), (ChatRole.User, "when do you open")],
            history.Skip(1).Select(message => (message.Role, message.Text)));
        Assert.Equal(
            ["1.00 Caller: what do you have", "2.88 Agent: We have rolls, bread", "4.00 Caller: when do you open", "5.85 Agent: Eight o'clock."],
            outcome.Transcript);
        Assert.True(outcome.Call.Turns[0].WasInterrupted);
        Assert.False(outcome.Call.Turns[1].WasInterrupted);
    }

    [Fact]
    public void A_backchannel_does_not_interrupt()
    {
        var outcome = new CallScenario()
            .Greeting(Greeting)
            .CallerMakesNoise(1, 1.2)
            .SpeechToTextReports(1.4, new SpeechEvent.Final("Uh-huh.", true))
            .CallerHangsUp(6)
            .Run();

        Assert.Equal(["0.15-3.15"], outcome.Audible);
        Assert.Equal(["0.15 Agent: " + Greeting, "1.00 Caller: Uh-huh."], outcome.Transcript);
        Assert.Empty(outcome.Stage.LanguageModel.Requests);
        Assert.Equal(0, outcome.Call.Interruptions);
    }

    [Fact]
    public void A_long_backchannel_pauses_the_agent_who_goes_on_where_it_stopped()
    {
        var outcome = new CallScenario()
            .Greeting(Greeting)
            .CallerMakesNoise(1, 1.5)
            .SpeechToTextReports(1.7, new SpeechEvent.Final("Okay, yeah.", true))
            .CallerHangsUp(6)
            .Run();

        Assert.Equal(["0.15-1.24", "1.70-3.62"], outcome.Audible);
        Assert.Equal(["0.15 Agent: " + Greeting, "1.00 Caller: Okay, yeah."], outcome.Transcript);
        Assert.Equal(0, outcome.Call.Interruptions);
    }

    [Fact]
    public void A_cough_pauses_the_agent_who_goes_on_after_a_moment()
    {
        var outcome = new CallScenario().Greeting(Greeting).CallerMakesNoise(1, 1.5).CallerHangsUp(6).Run();

        Assert.Equal(["0.15-1.24", "2.30-4.22"], outcome.Audible);
        Assert.Equal(["0.15 Agent: " + Greeting], outcome.Transcript);
    }

    [Fact]
    public void Yes_at_the_end_of_a_question_is_an_answer()
    {
        var outcome = new CallScenario()
            .Greeting("Shall I book the table?")
            .CallerMakesNoise(1.5, 1.7)
            .SpeechToTextReports(1.9, new SpeechEvent.Final("Yes.", true))
            .CallerHangsUp(6)
            .Run();

        Assert.Equal(["0.15 Agent: Shall I book the table?", "1.50 Caller: Yes.", "2.50 Agent: We open at eight."], outcome.Transcript);
    }

    [Fact]
    public void Words_interrupt_even_when_the_voice_is_too_soft_to_be_noticed()
    {
        var outcome = new CallScenario()
            .Greeting(Greeting)
            .SpeechToTextReports(1.2, new SpeechEvent.Interim("excuse me"))
            .CallerHangsUp(1.5)
            .Run();

        Assert.Equal([TimeSpan.FromSeconds(1.2)], outcome.Stage.Media.Clears);
        Assert.Equal("one two three", outcome.Call.Transcript[0].Text);
    }

    [Fact]
    public void Where_interruptions_are_not_allowed_the_agent_finishes_and_then_answers()
    {
        var outcome = new CallScenario()
            .Greeting(Greeting)
            .Turns(turns => turns with { AllowInterruptions = false })
            .CallerSays("when do you open", from: 1, to: 2)
            .CallerHangsUp(6)
            .Run();

        Assert.Equal(["0.15-3.15", "3.75-4.95"], outcome.Audible);
        Assert.Equal(
            ["0.15 Agent: " + Greeting, "1.00 Caller: when do you open", "3.75 Agent: We open at eight."],
            outcome.Transcript);
    }

    [Fact]
    public void Marks_that_come_back_after_a_clear_are_not_taken_for_heard_words()
    {
        var outcome = new CallScenario().Greeting(Greeting).CallerSays("stop", from: 2.75, to: 3.3).CallerHangsUp(3.7).Run();

        Assert.Equal(4, outcome.Stage.Media.MarksReturned);
        Assert.Equal("one two three four five six seven eight nine", outcome.Call.Transcript[0].Text);
        Assert.Equal("ten", outcome.Call.Transcript[0].Unheard);
    }

    [Fact]
    public void Without_times_of_the_words_what_was_heard_follows_from_their_length()
    {
        var outcome = new CallScenario()
            .Greeting(Greeting)
            .Also(stage => stage.TextToSpeech.TellsWords = false)
            .CallerSays("stop", from: 1.6, to: 2.3)
            .CallerHangsUp(2.7)
            .Run();

        var heard = outcome.Call.Transcript[0].Text.Split(' ').Length;
        Assert.InRange(heard, outcome.WordsHeard.Count - 1, outcome.WordsHeard.Count + 1);
    }
}
