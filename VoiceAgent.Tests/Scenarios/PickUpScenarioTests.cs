using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Conversations.Opening;
using VoiceAgent.Tests.Builders;

namespace VoiceAgent.Tests.Scenarios;

/// <summary>Who picks up a call that the agent has made.</summary>
[Trait("Kind", "Scenario")]
public sealed class PickUpScenarioTests
{
    private const string Message = "Your cake is ready, please call us back.";
    private const string MachineGreeting = "you have reached the voicemail of Sam please leave a message after the tone";

    private static readonly PickUpOptions LeavesMessage = new() { OnVoicemail = VoicemailAction.LeaveMessage, VoicemailMessage = Message };

    [Fact]
    public void A_person_who_says_hello_is_greeted_and_not_before()
    {
        var outcome = Outgoing().CallerSays("hello", from: 1, to: 1.4).CallerSays("when do you open", from: 6, to: 7).CallerHangsUp(12).Run();

        Assert.Equal(CallEndReason.CallerHungUp, outcome.Call.EndReason);
        Assert.Equal(["Caller: hello", "Agent: Hello, this is the bakery.", "Caller: when do you open", "Agent: We open at eight."], Words(outcome));
        Assert.InRange(StartOf(outcome, 1), 1.7, 2.5);
    }

    [Fact]
    public void Whoever_picks_up_and_says_nothing_is_greeted_after_a_moment()
    {
        var outcome = Outgoing().CallerSays("hello who is this", from: 6, to: 7).CallerHangsUp(12).Run();

        Assert.Equal("Agent: Hello, this is the bakery.", Words(outcome)[0]);
        Assert.InRange(StartOf(outcome, 0), 2.5, 3);
    }

    [Fact]
    public void A_company_that_answers_at_length_is_a_person()
    {
        var outcome = Outgoing(LeavesMessage)
            .CallerSays("good morning harbour street dental practice Anna speaking how can I help you?", from: 0.5, to: 5.5)
            .CallerHangsUp(10).Run();

        Assert.Equal("Agent: Hello, this is the bakery.", Words(outcome)[1]);
        Assert.InRange(StartOf(outcome, 1), 5.8, 7);
    }

    [Theory]
    [InlineData(440)]
    [InlineData(1000)]
    public void A_voicemail_hears_the_whole_message_after_its_tone(double frequency)
    {
        var outcome = Outgoing(LeavesMessage).CallerSays(MachineGreeting, from: 0.5, to: 5).Beep(5.8, 6.3, frequency).Run();

        Assert.Equal(CallEndReason.VoicemailMessageLeft, outcome.Call.EndReason);
        Assert.Equal([$"Caller: {MachineGreeting}", $"Agent: {Message}"], Words(outcome));
        Assert.Equal(Message.Split(' '), outcome.WordsHeard);
        Assert.InRange(StartOf(outcome, 1), 6.3, 7);
        Assert.Equal(1, outcome.Stage.HangUps);
    }

    [Fact]
    public void A_voicemail_without_a_tone_gets_the_message_after_a_silence()
    {
        var outcome = Outgoing(LeavesMessage).CallerSays(MachineGreeting, from: 0.5, to: 5).Run();

        Assert.Equal(CallEndReason.VoicemailMessageLeft, outcome.Call.EndReason);
        Assert.Equal(Message.Split(' '), outcome.WordsHeard);
        Assert.InRange(StartOf(outcome, 1), 7.4, 8.5);
    }

    [Fact]
    public void A_message_that_began_before_a_late_tone_begins_again_after_it()
    {
        var outcome = Outgoing(LeavesMessage).CallerSays(MachineGreeting, from: 0.5, to: 5).Beep(8.6, 9.1).Run();

        Assert.Equal(CallEndReason.VoicemailMessageLeft, outcome.Call.EndReason);
        Assert.Equal($"Agent: {Message}", Words(outcome)[^1]);
        Assert.InRange(StartOf(outcome, outcome.Call.Transcript.Count - 1), 9.1, 10);
    }

    [Fact]
    public void A_voicemail_that_says_nothing_of_itself_is_known_by_its_tone()
    {
        var greeting = string.Join(' ', Enumerable.Repeat("I am out on the road today and will be back on Monday", 3));
        var outcome = Outgoing(LeavesMessage).CallerSays(greeting, from: 0.5, to: 13).Beep(13.6, 14.1).Run();

        Assert.Equal(CallEndReason.VoicemailMessageLeft, outcome.Call.EndReason);
        Assert.Equal([$"Caller: {greeting}", $"Agent: {Message}"], Words(outcome));
    }

    [Fact]
    public void A_person_who_talks_for_long_at_first_is_greeted_all_the_same()
    {
        var outcome = Outgoing(LeavesMessage)
            .CallerSays(string.Join(' ', Enumerable.Repeat("oh I am so glad that you call because I have been waiting", 3)), from: 0.5, to: 13)
            .CallerHangsUp(20).Run();

        Assert.Equal("Agent: Hello, this is the bakery.", Words(outcome)[1]);
    }

    [Fact]
    public void A_voicemail_is_hung_up_on_where_no_message_is_to_be_left()
    {
        var outcome = Outgoing().CallerSays(MachineGreeting, from: 0.5, to: 5).Beep(5.8, 6.3).Run();

        Assert.Equal(CallEndReason.VoicemailReached, outcome.Call.EndReason);
        Assert.Empty(outcome.WordsHeard);
        Assert.Equal(1, outcome.Stage.HangUps);
    }

    [Fact]
    public void A_voicemail_that_pauses_after_its_name_is_known_for_one_even_after_the_greeting()
    {
        var outcome = Outgoing(LeavesMessage)
            .CallerSays("hi this is Sam", from: 0.5, to: 1.5)
            .CallerSays("please leave a message after the tone", from: 3, to: 6)
            .Beep(6.6, 7.1).Run();

        Assert.Equal(CallEndReason.VoicemailMessageLeft, outcome.Call.EndReason);
        Assert.Equal($"Agent: {Message}", Words(outcome)[^1]);
        Assert.InRange(StartOf(outcome, outcome.Call.Transcript.Count - 1), 7.1, 8);
    }

    [Fact]
    public void A_tone_in_a_talk_with_a_person_is_no_voicemail()
    {
        var outcome = Outgoing(LeavesMessage).CallerSays("hello", from: 1, to: 1.4).Beep(5, 5.5).CallerSays("when do you open", from: 7, to: 8).CallerHangsUp(13).Run();

        Assert.Equal(CallEndReason.CallerHungUp, outcome.Call.EndReason);
        Assert.Equal("Agent: We open at eight.", Words(outcome)[^1]);
    }

    [Fact]
    public void A_person_who_speaks_of_messages_later_is_no_voicemail()
    {
        var outcome = Outgoing(LeavesMessage)
            .CallerSays("hello", from: 1, to: 1.4).CallerSays("when do you open", from: 6, to: 7).CallerSays("and on Sundays", from: 11, to: 12)
            .CallerSays("shall I leave a message", from: 33, to: 34).CallerHangsUp(40).Run();

        Assert.Equal(CallEndReason.CallerHungUp, outcome.Call.EndReason);
        Assert.DoesNotContain($"Agent: {Message}", Words(outcome));
    }

    [Fact]
    public void A_screening_assistant_is_told_who_calls_and_then_the_person_is_greeted()
    {
        var outcome = Outgoing(new PickUpOptions { ScreeningAnswer = "This is the bakery about your cake." })
            .CallerSays("please state your name and why you're calling", from: 0.5, to: 3.5)
            .CallerSays("thank you please stay on the line", from: 7.5, to: 9)
            .CallerSays("hello this is Sam", from: 25, to: 26)
            .CallerHangsUp(31).Run();

        Assert.Equal(CallEndReason.CallerHungUp, outcome.Call.EndReason);
        Assert.Equal(
            [
                "Caller: please state your name and why you're calling", "Agent: This is the bakery about your cake.", "Caller: thank you please stay on the line",
                "Caller: hello this is Sam", "Agent: Hello, this is the bakery.",
            ],
            Words(outcome));
    }

    [Fact]
    public void Without_words_for_it_the_assistant_is_told_the_agents_name()
    {
        var outcome = Outgoing().CallerSays("please state your name and why you're calling", from: 0.5, to: 3.5).CallerHangsUp(7).Run();

        Assert.Equal("Agent: This is Ada.", Words(outcome)[^1]);
    }

    [Theory]
    [InlineData("the person you're calling is not available goodbye", 12)]
    [InlineData(null, 60)]
    public void A_call_that_is_not_put_through_ends(string? refusal, double latest)
    {
        var scenario = Outgoing().CallerSays("please state your name and why you're calling", from: 0.5, to: 3.5);

        var outcome = (refusal is null ? scenario : scenario.CallerSays(refusal, from: 7.5, to: 10)).Run();

        Assert.Equal(CallEndReason.NotPutThrough, outcome.Call.EndReason);
        Assert.InRange(outcome.EndedAt.TotalSeconds, 10, latest);
    }

    [Fact]
    public void A_menu_is_answered_by_the_model()
    {
        var outcome = Outgoing().CallerSays("for appointments press one for billing press two", from: 0.5, to: 5).CallerHangsUp(9).Run();

        Assert.Equal("Agent: We open at eight.", Words(outcome)[1]);
    }

    [Fact]
    public void A_call_that_comes_in_is_greeted_at_once_and_knows_no_voicemail()
    {
        var outcome = new CallScenario().CallerSays("can I leave a message after the tone", from: 3, to: 5).CallerHangsUp(10).Run();

        Assert.Equal(["Agent: Hello, this is the bakery.", "Caller: can I leave a message after the tone", "Agent: We open at eight."], Words(outcome));
    }

    private static CallScenario Outgoing(PickUpOptions? pickUp = null) => new CallScenario().Outgoing(pickUp);

    private static string[] Words(CallOutcome outcome) => [.. outcome.Call.Transcript.Select(entry => $"{entry.Speaker}: {entry.Text}")];

    private static double StartOf(CallOutcome outcome, int entry) => outcome.Call.Transcript[entry].At.TotalSeconds;
}
