using VoiceAgent.Core.Conversations.Endpointing;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Speech;
using VoiceAgent.Tests.Builders;

namespace VoiceAgent.Tests.Scenarios;

[Trait("Kind", "Scenario")]
public sealed class TurnTakingScenarioTests
{
    [Fact]
    public void Each_part_of_the_latency_is_measured_from_the_end_of_the_callers_voice()
    {
        var outcome = new CallScenario().CallerSays("what are your opening hours", from: 3, to: 4.5).CallerHangsUp(10).Run();

        var turn = outcome.Call.Turns[1];
        Assert.Equal(1, turn.TurnId);
        Assert.Equal(TimeSpan.FromMilliseconds(200), turn.TranscriptionDelay);
        Assert.Equal(TimeSpan.FromMilliseconds(300), turn.EndOfUtteranceDelay);
        Assert.Equal(TimeSpan.FromMilliseconds(350), turn.TimeToFirstToken);
        Assert.Equal(TimeSpan.FromMilliseconds(150), turn.TimeToFirstByte);
        Assert.Equal(TimeSpan.FromMilliseconds(900), turn.VoiceToVoice);
        Assert.Equal(turn.VoiceToVoice, outcome.Stage.Session.Current.LastVoiceToVoice);
    }

    [Fact]
    public void A_turn_that_the_provider_judges_over_is_answered_at_once_however_it_looks()
    {
        var outcome = new CallScenario()
            .CallerMakesNoise(from: 3, to: 4.5)
            .SpeechToTextReports(4.9, new SpeechEvent.Final("i would like to come and", EndOfSpeech: true) { EndOfTurn = true, EndOfTurnConfidence = 0.8 })
            .SpeechToTextReports(5.0, new SpeechEvent.Rewritten("I would like to come, and…"))
            .CallerHangsUp(10)
            .Run();

        Assert.Equal(TimeSpan.FromMilliseconds(400), outcome.Call.Turns[1].EndOfUtteranceDelay);
        Assert.Equal(2, outcome.Call.Turns.Count);
        Assert.Equal("i would like to come and", Assert.Single(outcome.Stage.LanguageModel.Requests).Messages[^1].Text);
        Assert.Contains("Caller: I would like to come, and…", outcome.Transcript[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_turn_ends_with_the_providers_word_for_it_before_our_own_voice_activity_has_stopped()
    {
        var outcome = new CallScenario()
            .Greeting(string.Empty)
            .Turns(turns => turns with { MinEndpointingDelay = TimeSpan.FromMilliseconds(100) })
            .CallerMakesNoise(from: 1, to: 2)
            .SpeechToTextReports(2.12, new SpeechEvent.Final("When do you open?", EndOfSpeech: true))
            .CallerHangsUp(8)
            .Run();

        // Our voice activity stops 200 ms after the voice, at 2.2 s.
        Assert.Equal(TimeSpan.FromSeconds(2.12), Assert.Single(outcome.Stage.LanguageModel.RequestedAt));
        Assert.Equal(EndpointReason.Silence, outcome.Call.Turns[0].EndedBy);
    }

    [Fact]
    public void A_caller_who_pauses_and_goes_on_withdraws_the_answer_by_voice_alone()
    {
        var outcome = new CallScenario()
            .Greeting(string.Empty)
            .Turns(turns => turns with { MinEndpointingDelay = TimeSpan.FromMilliseconds(100) })
            .CallerMakesNoise(from: 1, to: 2)
            .SpeechToTextReports(2.12, new SpeechEvent.Final("When do you open", EndOfSpeech: true))
            .CallerMakesNoise(from: 2.16, to: 3)
            .SpeechToTextReports(3.3, new SpeechEvent.Final("on Sunday?", EndOfSpeech: true))
            .CallerHangsUp(8)
            .Run();

        Assert.Equal("When do you open on Sunday?", outcome.Stage.LanguageModel.Requests[^1].Messages[^1].Text);
        Assert.Equal("1.00 Caller: When do you open on Sunday?", outcome.Transcript[0]);
        Assert.Equal(2, outcome.Transcript.Count);
    }

    [Fact]
    public void A_number_is_waited_for_until_its_last_group()
    {
        var outcome = new CallScenario()
            .Greeting("What is your phone number?")
            .CallerSays("zero one seven one", from: 3, to: 4)
            .CallerSays("five five five", from: 4.9, to: 5.6)
            .CallerSays("zero one zero zero", from: 6.5, to: 7.5)
            .CallerHangsUp(12)
            .Run();

        Assert.Equal("zero one seven one five five five zero one zero zero", Assert.Single(outcome.Stage.LanguageModel.Requests).Messages[^1].Text);
        Assert.Equal(EndpointReason.Dictation, outcome.Call.Turns[1].EndedBy);
    }

    [Fact]
    public void Yes_to_a_question_that_asked_for_it_is_answered_sooner()
    {
        var outcome = new CallScenario().Greeting("Shall I book the table?").CallerSays("Yes", from: 3, to: 3.4, settled: 0.15).CallerHangsUp(8).Run();

        Assert.Equal(TimeSpan.FromMilliseconds(150), outcome.Call.Turns[1].EndOfUtteranceDelay);
        Assert.Equal(EndpointReason.ShortAnswer, outcome.Call.Turns[1].EndedBy);
    }

    [Fact]
    public void A_caller_who_goes_on_before_the_answer_is_heard_gets_one_answer_to_everything()
    {
        var outcome = new CallScenario()
            .Greeting(string.Empty)
            .CallerSays("I want to book a table.", from: 1, to: 2)
            .CallerSays("For four people.", from: 2.5, to: 3.5)
            .CallerHangsUp(8)
            .Run();

        Assert.Equal(["1.00 Caller: I want to book a table. For four people.", "4.40 Agent: We open at eight."], outcome.Transcript);
        Assert.Equal("I want to book a table. For four people.", outcome.Stage.LanguageModel.Requests[^1].Messages[^1].Text);
        Assert.Equal(0, outcome.Call.Interruptions);
        Assert.Equal(["4.40-5.60"], outcome.Audible);
    }

    [Fact]
    public void What_the_caller_said_before_the_greeting_was_heard_is_answered_after_it()
    {
        var outcome = new CallScenario()
            .Also(stage => stage.TextToSpeech.FirstByte = TimeSpan.FromMilliseconds(500))
            .CallerSays("Do you have bread?", from: 0, to: 0.2)
            .CallerHangsUp(8)
            .Run();

        Assert.Equal(
            ["0.00 Caller: Do you have bread?", "0.50 Agent: Hello, this is the bakery.", "2.95 Agent: We open at eight."],
            outcome.Transcript);
        Assert.Equal(ChatRole.User, outcome.Stage.LanguageModel.Requests[0].Messages[^1].Role);
    }

    [Fact]
    public void A_noise_while_the_agent_thinks_only_delays_the_answer()
    {
        var outcome = new CallScenario()
            .Greeting(string.Empty)
            .CallerSays("When do you open?", from: 1, to: 2)
            .CallerMakesNoise(2.35, 2.65)
            .CallerHangsUp(8)
            .Run();

        Assert.Equal(["1.00 Caller: When do you open?", "3.86 Agent: We open at eight."], outcome.Transcript);
    }

    [Fact]
    public void Words_that_look_unfinished_wait_for_more()
    {
        var outcome = new CallScenario()
            .Greeting(string.Empty)
            .CallerSays("I would like two rolls and", from: 1, to: 2)
            .CallerSays("a bread", from: 3, to: 3.5)
            .CallerHangsUp(8)
            .Run();

        Assert.Single(outcome.Stage.LanguageModel.Requests);
        Assert.Equal(["1.00 Caller: I would like two rolls and a bread", "4.40 Agent: We open at eight."], outcome.Transcript);
    }

    [Fact]
    public void Words_that_are_never_settled_are_answered_after_the_longest_delay()
    {
        var outcome = new CallScenario()
            .Greeting(string.Empty)
            .CallerMakesNoise(1, 2)
            .SpeechToTextReports(1.8, new SpeechEvent.Interim("when do you open"))
            .CallerHangsUp(8)
            .Run();

        Assert.Equal(["1.00 Caller: when do you open", "4.10 Agent: We open at eight."], outcome.Transcript);
    }

    [Fact]
    public void Endless_noise_does_not_keep_words_from_an_answer()
    {
        var outcome = new CallScenario()
            .Greeting(string.Empty)
            .CallerMakesNoise(1, 20)
            .SpeechToTextReports(2, new SpeechEvent.Final("When do you open?", true))
            .CallerHangsUp(15)
            .Run();

        Assert.Single(outcome.Stage.LanguageModel.Requests);
        Assert.Equal("2.00 Caller: When do you open?", outcome.Transcript[0].Replace("1.00", "2.00", StringComparison.Ordinal));
        Assert.EndsWith("Agent: We open at eight.", outcome.Transcript[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Frames_that_come_late_and_all_at_once_change_nothing()
    {
        var outcome = new CallScenario()
            .Also(stage => stage.Media.Delay(TimeSpan.FromSeconds(3.5), TimeSpan.FromSeconds(4.1)))
            .CallerSays("what are your opening hours", from: 3, to: 4.5)
            .CallerHangsUp(10)
            .Run();

        Assert.Equal("5.40 Agent: We open at eight.", outcome.Transcript[^1]);
    }

    [Fact]
    public void The_answer_is_spoken_while_it_is_still_being_written()
    {
        var outcome = new CallScenario()
            .Greeting(string.Empty)
            .Replies("Good morning to you. " + string.Join(' ', Enumerable.Repeat("Word", 40)) + ".")
            .Also(stage => stage.LanguageModel.PerWord = TimeSpan.FromMilliseconds(50))
            .CallerSays("hello", from: 1, to: 2)
            .CallerHangsUp(20)
            .Run();

        // Model 350 ms, five words of 50 ms until the sentence is known to be over, voice 150 ms.
        Assert.StartsWith("3.00-", outcome.Audible[0], StringComparison.Ordinal);
        Assert.Single(outcome.Stage.TextToSpeech.Texts, text => text.StartsWith("Good morning", StringComparison.Ordinal));
    }

    [Fact]
    public void Keys_are_gathered_and_told_to_the_model()
    {
        var outcome = new CallScenario()
            .CallerPresses('1', 3).CallerPresses('2', 3.5).CallerPresses('3', 4).CallerPresses('#', 4.5)
            .CallerHangsUp(8)
            .Run();

        Assert.Equal(
            ["0.15 Agent: Hello, this is the bakery.", "3.00 Caller: The caller pressed 1 2 3 #", "5.10 Agent: We open at eight."],
            outcome.Transcript);
        Assert.Equal(new ChatMessage(ChatRole.User, "The caller pressed 1 2 3 #"), outcome.Stage.LanguageModel.Requests[0].Messages[^1]);
    }

    [Fact]
    public void A_key_interrupts_and_is_answered_after_a_pause()
    {
        var outcome = new CallScenario().CallerPresses('1', 1).CallerHangsUp(8).Run();

        Assert.Equal(["0.15 Agent: Hello, this", "1.00 Caller: The caller pressed 1", "3.10 Agent: We open at eight."], outcome.Transcript);
    }
}
