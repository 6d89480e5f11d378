using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Calls.Speaking;
using VoiceAgent.Core.Providers;
using VoiceAgent.Tests.Builders;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Scenarios;

/// <summary>A greeting that is there when the call is answered.</summary>
[Trait("Kind", "Scenario")]
public sealed class GreetingScenarioTests
{
    private const string Greeting = "one two three four five six";

    [Theory]
    [InlineData(1.0, "1.00-2.80")]
    [InlineData(0.1, "0.15-1.95")]
    public void A_greeting_begins_while_the_call_rings_and_is_heard_at_once(double rings, string audible)
    {
        var outcome = Call().Rings(rings).CallerHangsUp(5).Run();

        Assert.Equal([audible], outcome.Audible);
        Assert.Equal(Greeting, outcome.Call.Transcript[0].Text);
        Assert.Single(outcome.Stage.TextToSpeech.Texts, Greeting);
    }

    [Fact]
    public void A_second_call_is_greeted_without_asking_the_voice()
    {
        var lines = new PreparedLines();
        var agent = new AgentBuilder().WithGreeting(Greeting).Build();
        Call().Agent(built => built.With(_ => agent)).Rings(1, lines).CallerHangsUp(5).Run();

        var outcome = Call().Agent(built => built.With(_ => agent)).Rings(0, lines).CallerHangsUp(5).Run();

        Assert.Equal(["0.00-1.80"], outcome.Audible);
        Assert.Equal(Greeting, outcome.Call.Transcript[0].Text);
        Assert.DoesNotContain(Greeting, outcome.Stage.TextToSpeech.Texts);
        Assert.Equal(CallEndReason.CallerHungUp, outcome.Call.EndReason);
    }

    [Fact]
    public void Speaking_over_a_prepared_greeting_leaves_the_words_heard()
    {
        var outcome = Call().Replies("Yes.").Rings(1).CallerSays("wait a moment", 1.7, 2.7).CallerHangsUp(6).Run();

        var greeting = outcome.Call.Transcript[0];
        Assert.Equal(Greeting, $"{greeting.Text} {greeting.Unheard}");
        Assert.Equal(greeting.Text.Split(' '), outcome.WordsHeard.Take(greeting.Text.Split(' ').Length));
        Assert.InRange(greeting.Text.Split(' ').Length, 3, 4);
    }

    [Fact]
    public void A_stand_in_that_greets_is_not_kept_for_the_next_call()
    {
        var lines = new PreparedLines();
        var outcome = Call().WithSpares().Rings(1, lines)
            .Also(stage => stage.TextToSpeech.Faults = _ => new Fault(2, ProviderErrorKind.Unavailable))
            .CallerHangsUp(5)
            .Run();

        Assert.Equal(Greeting.Split(' '), outcome.WordsHeard);
        Assert.Equal(ProviderName.Hume, Assert.Single(outcome.Call.Incidents).TakenOverBy);
        Assert.Equal(0, lines.Bytes);
    }

    [Fact]
    public void A_voice_that_failed_while_the_call_rang_is_asked_again()
    {
        var outcome = Call().Rings(1)
            .Also(stage => stage.TextToSpeech.Faults = number => number < 2 ? new Fault(0, ProviderErrorKind.Unavailable) : null)
            .CallerHangsUp(6)
            .Run();

        Assert.Equal(Greeting.Split(' '), outcome.WordsHeard);
        Assert.Equal(Greeting, outcome.Call.Transcript[0].Text);
    }

    [Fact]
    public void A_greeting_is_made_anew_when_the_agent_or_its_voice_has_changed()
    {
        var lines = new PreparedLines();
        var agent = new AgentBuilder().WithGreeting(Greeting).Build();
        Call().Agent(built => built.With(_ => agent)).Rings(1, lines).CallerHangsUp(5).Run();

        foreach (var changed in new[]
        {
            agent with { VoiceSpeed = 1.1 },
            agent with { Picks = [new() { Provider = ProviderName.ElevenLabs, VoiceId = "other" }] },
            agent with { Pronunciations = [new("one", "wan")] },
            agent with { TextToSpeech = [ProviderName.Hume] },
        })
        {
            var outcome = Call().Agent(built => built.With(_ => changed)).Rings(1, lines).CallerHangsUp(5).Run();
            Assert.Contains(outcome.Stage.TextToSpeech.Texts, text => text.EndsWith("two three four five six", StringComparison.Ordinal));
        }
    }

    private static CallScenario Call() => new CallScenario().Greeting(Greeting);
}
