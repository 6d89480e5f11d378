using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Tests.Core.Conversations;

[Trait("Kind", "Unit")]
public sealed class ConversationTests
{
    private static readonly TurnOptions Options = new() { Apology = "Sorry." };
    private static readonly ProviderFailure Failure = new(ProviderCategory.LanguageModel, ProviderName.OpenAI, ProviderErrorKind.Timeout);

    private readonly Conversation _conversation = new(new ConversationSettings { SystemMessage = "system", Greeting = "Hello.", Turns = Options });

    [Fact]
    public void A_call_begins_with_the_greeting()
    {
        Assert.Equal([new ConversationAction.SpeakLine(0, "Hello.", LineKind.Greeting)], Apply(0, new ConversationEvent.Started()));
        Assert.Equal(ConversationPhase.Thinking, _conversation.Phase);

        Apply(0.2, new ConversationEvent.AudioSent(0));
        Assert.Equal(ConversationPhase.Speaking, _conversation.Phase);

        Apply(1, new ConversationEvent.TurnEnded(0, new AgentTurnOutcome.Completed("Hello.")));
        Assert.Equal(ConversationPhase.Listening, _conversation.Phase);
    }

    [Fact]
    public void Without_a_greeting_a_call_begins_by_listening()
    {
        var conversation = new Conversation(new ConversationSettings { SystemMessage = "system", Greeting = " ", Turns = Options });

        Assert.Empty(conversation.Apply(new ConversationEvent.Started(), TimeSpan.Zero));
        Assert.Equal(ConversationPhase.Listening, conversation.Phase);
    }

    [Fact]
    public void Events_of_a_turn_that_is_over_change_nothing()
    {
        Greet();
        var before = (_conversation.Phase, _conversation.Deadline, _conversation.History.Transcript);

        Assert.Empty(Apply(2, new ConversationEvent.AudioSent(0)));
        Assert.Empty(Apply(2, new ConversationEvent.WordsHeard(0, "Hello. And more.")));
        Assert.Empty(Apply(2, new ConversationEvent.TurnCut(0, "Hello. And more.", null)));
        Assert.Empty(Apply(2, new ConversationEvent.TurnEnded(0, new AgentTurnOutcome.Failed(Failure))));
        Assert.Empty(Apply(2, new ConversationEvent.TurnEnded(7, new AgentTurnOutcome.Completed("Hello. And more."))));
        Assert.Equal(before, (_conversation.Phase, _conversation.Deadline, _conversation.History.Transcript));
    }

    [Fact]
    public void The_answer_starts_at_the_deadline_and_not_before()
    {
        Greet();
        Apply(2, new ConversationEvent.VoiceStarted(Seconds(2)));
        Apply(3.2, new ConversationEvent.VoiceStopped(Seconds(3)));
        Assert.Empty(Apply(3.2, new ConversationEvent.SpeechHeard(new SpeechEvent.Final("Hi.", true))));
        Assert.Equal(Seconds(3.3), _conversation.Deadline);
        Assert.Empty(Apply(3.29, new ConversationEvent.TimePassed()));

        var start = Assert.IsType<ConversationAction.StartTurn>(Assert.Single(Apply(3.3, new ConversationEvent.TimePassed())));

        Assert.Equal(1, start.TurnId);
        Assert.Equal(["system", "Hello.", "Hi."], start.History.Select(message => message.Text));
    }

    [Fact]
    public void An_interruption_is_one_list_of_actions_and_the_history_ends_with_the_words_heard()
    {
        Apply(0, new ConversationEvent.Started());
        Apply(0.2, new ConversationEvent.AudioSent(0));

        Assert.Equal([new ConversationAction.CutTurn(0)], Apply(0.5, new ConversationEvent.SpeechHeard(new SpeechEvent.Interim("wait"))));
        Assert.Equal(ConversationPhase.Listening, _conversation.Phase);

        Apply(0.5, new ConversationEvent.TurnCut(0, "Hel", "lo."));
        var entry = Assert.Single(_conversation.History.Transcript);
        Assert.Equal(new TranscriptEntry { Speaker = Speaker.Agent, Text = "Hel", Unheard = "lo.", At = Seconds(0.2), TurnId = 0 }, entry);
    }

    [Fact]
    public void Wordless_voice_over_the_agent_pauses_it_and_silence_resumes_it()
    {
        Apply(0, new ConversationEvent.Started());
        Apply(0.2, new ConversationEvent.AudioSent(0));
        Apply(0.4, new ConversationEvent.VoiceStarted(Seconds(0.3)));

        Assert.Equal([new ConversationAction.PausePlayout(0)], Apply(0.54, new ConversationEvent.VoiceSustained()));
        Apply(0.9, new ConversationEvent.VoiceStopped(Seconds(0.7)));
        Assert.Equal(Seconds(1.5), _conversation.Deadline);
        Assert.Equal([new ConversationAction.ResumePlayout(0)], Apply(1.5, new ConversationEvent.TimePassed()));
    }

    [Fact]
    public void Any_sound_pauses_an_agent_that_gives_way_at_once_and_one_that_is_no_voice_does_not_for_long()
    {
        var conversation = Speaking(Options with { MinInterruptionDuration = TurnOptions.ShortestInterruption });

        Assert.Equal([new ConversationAction.PausePlayout(0)], conversation.Apply(new ConversationEvent.SoundStarted(), Seconds(0.5)));
        Assert.Equal(Seconds(0.74), conversation.Deadline);
        Assert.Equal([new ConversationAction.ResumePlayout(0)], conversation.Apply(new ConversationEvent.TimePassed(), Seconds(0.74)));
    }

    [Fact]
    public void A_sound_that_turns_out_a_voice_keeps_the_agent_silent()
    {
        var conversation = Speaking(Options with { MinInterruptionDuration = TurnOptions.ShortestInterruption });
        conversation.Apply(new ConversationEvent.SoundStarted(), Seconds(0.5));

        Assert.Empty(conversation.Apply(new ConversationEvent.VoiceStarted(Seconds(0.5)), Seconds(0.6)));
        Assert.Empty(conversation.Apply(new ConversationEvent.VoiceSustained(), Seconds(0.6)));
        Assert.Empty(conversation.Apply(new ConversationEvent.TimePassed(), Seconds(0.9)));
        Assert.Equal([new ConversationAction.CutTurn(0)], conversation.Apply(new ConversationEvent.SpeechHeard(new SpeechEvent.Interim("wait")), Seconds(1)));
    }

    [Fact]
    public void A_noisy_line_pauses_the_agent_twice_and_not_again()
    {
        var conversation = Speaking(Options with { MinInterruptionDuration = TurnOptions.ShortestInterruption });
        foreach (var second in (double[])[0.5, 1])
        {
            Assert.Single(conversation.Apply(new ConversationEvent.SoundStarted(), Seconds(second)));
            Assert.Single(conversation.Apply(new ConversationEvent.TimePassed(), Seconds(second + 0.3)));
        }

        Assert.Empty(conversation.Apply(new ConversationEvent.SoundStarted(), Seconds(2)));
    }

    [Theory]
    [InlineData(21, true)]
    [InlineData(240, true)]
    [InlineData(20, false)]
    public void Sounds_pause_no_agent_that_waits_for_a_voice_or_is_not_interrupted(int duration, bool allow)
    {
        var conversation = Speaking(Options with { MinInterruptionDuration = TimeSpan.FromMilliseconds(duration), AllowInterruptions = allow });

        Assert.Empty(conversation.Apply(new ConversationEvent.SoundStarted(), Seconds(0.5)));
    }

    [Fact]
    public void A_failure_is_apologised_for_once()
    {
        Greet();

        Assert.Equal([new ConversationAction.SpeakLine(1, "Sorry.", LineKind.Apology)], Apply(2, new ConversationEvent.ListeningFailed(Failure)));
        Assert.Equal(
            [new ConversationAction.CutTurn(1), new ConversationAction.EndCall(CallEndReason.ProviderFailed)],
            Apply(3, new ConversationEvent.TurnEnded(1, new AgentTurnOutcome.Failed(Failure))));
        Assert.Equal(Failure, _conversation.Failure);
        Assert.Empty(Apply(4, new ConversationEvent.EndAsked(CallEndReason.HungUpByUser)));
    }

    [Fact]
    public void A_turn_without_a_sign_of_life_ends_the_call()
    {
        Apply(0, new ConversationEvent.Started());
        Assert.Equal(Seconds(30), _conversation.Deadline);

        Assert.Equal(
            [new ConversationAction.CutTurn(0), new ConversationAction.SpeakLine(1, "Sorry.", LineKind.Apology)],
            Apply(30, new ConversationEvent.TimePassed()));
        Apply(30, new ConversationEvent.TurnCut(0, string.Empty, null));
        Assert.Equal(Seconds(50), _conversation.Deadline);
        Assert.Equal(
            [new ConversationAction.CutTurn(1), new ConversationAction.EndCall(CallEndReason.InternalError)],
            Apply(50, new ConversationEvent.TimePassed()));
    }

    [Fact]
    public void A_speaking_agent_says_nothing_more_when_the_call_ends()
    {
        Apply(0, new ConversationEvent.Started());
        Apply(0.2, new ConversationEvent.AudioSent(0));

        Assert.Equal(
            [new ConversationAction.CutTurn(0), new ConversationAction.EndCall(CallEndReason.HungUpByUser)],
            Apply(0.4, new ConversationEvent.EndAsked(CallEndReason.HungUpByUser)));
        Apply(0.4, new ConversationEvent.TurnCut(0, "Hel", "lo."));
        Assert.Equal("Hel", _conversation.History.Transcript[0].Text);
    }

    private void Greet()
    {
        Apply(0, new ConversationEvent.Started());
        Apply(0.2, new ConversationEvent.AudioSent(0));
        Apply(1, new ConversationEvent.TurnEnded(0, new AgentTurnOutcome.Completed("Hello.")));
    }

    private IReadOnlyList<ConversationAction> Apply(double at, ConversationEvent happened) => _conversation.Apply(happened, Seconds(at));

    private static Conversation Speaking(TurnOptions turns)
    {
        var conversation = new Conversation(new ConversationSettings { SystemMessage = "system", Greeting = "Hello.", Turns = turns });
        conversation.Apply(new ConversationEvent.Started(), TimeSpan.Zero);
        conversation.Apply(new ConversationEvent.AudioSent(0), Seconds(0.2));
        return conversation;
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromMilliseconds(Math.Round(seconds * 1000));
}
