using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.Speech;
using VoiceAgent.Core.Tools.Running;
using VoiceAgent.Tests.Builders;
using VoiceAgent.Tests.Fakes.Tools;

namespace VoiceAgent.Tests.Scenarios;

/// <summary>What is heard over the agent: wishes to speak, and what only sounds like one.</summary>
[Trait("Kind", "Scenario")]
public sealed class OverlapScenarioTests
{
    private const string Greeting = "one two three four five six seven eight nine ten";

    [Fact]
    public void The_agents_own_words_brought_back_by_the_line_silence_nobody_and_are_answered_by_nobody()
    {
        var outcome = new CallScenario()
            .Greeting(Greeting)
            .SpeechToTextReports(1.3, new SpeechEvent.Interim("two"))
            .SpeechToTextReports(1.6, new SpeechEvent.Interim("two three"))
            .SpeechToTextReports(2.2, new SpeechEvent.Final("Two, three, four, five.", true))
            .SpeechToTextReports(3.6, new SpeechEvent.Final("eight nine ten", true) { EndOfTurn = true })
            .CallerHangsUp(7)
            .Run();

        Assert.Equal(["0.15-3.15"], outcome.Audible);
        Assert.Equal(["0.15 Agent: " + Greeting], outcome.Transcript);
        Assert.Empty(outcome.Stage.Media.Clears);
    }

    [Fact]
    public void A_loud_echo_that_silenced_the_agent_is_told_by_its_words_and_the_agent_goes_on()
    {
        var outcome = new CallScenario()
            .Greeting(Greeting)
            .CallerMakesNoise(1, 2.5)
            .SpeechToTextReports(1.4, new SpeechEvent.Interim("two three"))
            .CallerHangsUp(7)
            .Run();

        Assert.Equal(["0.15-1.24", "1.40-3.32"], outcome.Audible);
        Assert.Equal(["0.15 Agent: " + Greeting], outcome.Transcript);
        Assert.Equal(0, outcome.Call.Interruptions);
    }

    [Fact]
    public void Words_beyond_the_echo_interrupt()
    {
        var outcome = new CallScenario()
            .Greeting(Greeting)
            .SpeechToTextReports(1.6, new SpeechEvent.Interim("two three"))
            .SpeechToTextReports(1.8, new SpeechEvent.Interim("two three no please wait"))
            .SpeechToTextReports(2.4, new SpeechEvent.Final("two three no please wait", true))
            .CallerHangsUp(7)
            .Run();

        Assert.Equal([TimeSpan.FromSeconds(1.8)], outcome.Stage.Media.Clears);
        Assert.Equal(1, outcome.Call.Interruptions);
    }

    [Fact]
    public void A_choice_between_what_the_agent_offers_is_an_answer_though_it_repeats_it()
    {
        var outcome = new CallScenario()
            .Greeting("Is it for two or for four?")
            .CallerMakesNoise(2.2, 2.5)
            .SpeechToTextReports(2.7, new SpeechEvent.Final("For four.", true))
            .CallerHangsUp(7)
            .Run();

        Assert.Equal("2.20 Caller: For four.", outcome.Transcript[1]);
        Assert.EndsWith("Agent: We open at eight.", outcome.Transcript[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("please listen", 1)]
    [InlineData("please", 0)]
    [InlineData("stop", 1)]
    public void Words_interrupt_from_the_least_number_on_and_stop_always_does(string words, int interruptions)
    {
        var outcome = new CallScenario()
            .Greeting(Greeting)
            .Turns(turns => turns with { MinInterruptionWords = 2 })
            .SpeechToTextReports(1.2, new SpeechEvent.Interim(words))
            .SpeechToTextReports(1.5, new SpeechEvent.Final(words, true))
            .CallerHangsUp(8)
            .Run();

        Assert.Equal(interruptions, outcome.Call.Interruptions);
        Assert.Contains(outcome.Transcript, line => line.EndsWith($"Caller: {words}", StringComparison.Ordinal));
        Assert.EndsWith("Agent: We open at eight.", outcome.Transcript[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Music_that_goes_on_in_the_background_pauses_the_agent_once()
    {
        var scenario = new CallScenario().Greeting(Greeting);
        for (var from = 1.0; from < 12; from += 0.7)
        {
            scenario.CallerMakesNoise(from, from + 0.58);
        }

        var outcome = scenario.CallerHangsUp(14).Run();

        Assert.Equal(["0.15-1.24", "4.24-6.16"], outcome.Audible);
    }

    [Fact]
    public void A_cough_or_an_acknowledgement_while_a_tool_runs_costs_nothing()
    {
        var hours = new ScriptedTool("hours", TimeSpan.FromSeconds(3), "eight");
        var outcome = Looking(hours)
            .CallerMakesNoise(3.2, 3.6)
            .CallerSays("okay", from: 4, to: 4.3)
            .CallerHangsUp(10)
            .Run();

        Assert.Single(hours.Asked);
        Assert.Equal(ToolOutcome.Succeeded, Assert.Single(outcome.Call.Tools).Outcome);
        Assert.Equal(2, outcome.Stage.LanguageModel.Requests.Count);
        Assert.Contains(outcome.Transcript, line => line.EndsWith("We open at eight.", StringComparison.Ordinal));
        Assert.Equal("eight.", outcome.WordsHeard[^1]);
    }

    [Fact]
    public void Words_while_a_tool_runs_take_the_turn_and_the_agent_is_never_stuck()
    {
        var hours = new ScriptedTool("hours", TimeSpan.FromSeconds(3), "eight");
        var outcome = Looking(hours)
            .CallerSays("On Sunday I mean.", from: 3.2, to: 4)
            .CallerHangsUp(12)
            .Run();

        Assert.Equal(ToolOutcome.Cancelled, outcome.Call.Tools[0].Outcome);
        Assert.EndsWith("Agent: We open at eight.", outcome.Transcript[^1], StringComparison.Ordinal);
        Assert.EndsWith(nameof(ConversationPhase.Listening), outcome.Phases[^2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Okay, thank you, bye.", CallEndReason.AgentHungUp)]
    [InlineData("Wait, one more thing.", CallEndReason.CallerHungUp)]
    public void Over_the_goodbye_a_farewell_ends_the_call_and_anything_else_leads_it_on(string words, CallEndReason reason)
    {
        var outcome = new CallScenario()
            .Greeting(string.Empty)
            .Replies("Goodbye and thank you for your call today. [[end_call]]", "Of course.")
            .Tools(ToolScenarioTests.EndCall())
            .CallerSays("That is all.", from: 1, to: 2)
            .CallerSays(words, from: 3.4, to: 4.2)
            .CallerHangsUp(12)
            .Run();

        Assert.Equal(reason, outcome.Call.EndReason);
        Assert.Contains(outcome.Transcript, line => line.EndsWith($"Caller: {words}", StringComparison.Ordinal));
    }

    private static CallScenario Looking(ScriptedTool hours) => new CallScenario()
        .Greeting(string.Empty)
        .Replies("[[hours {}]]", "We open at eight.")
        .Tools(hours)
        .Fillers(TimeSpan.FromSeconds(20), "One moment.")
        .CallerSays("When do you open?", from: 1, to: 2);
}
