using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Providers;
using VoiceAgent.Tests.Builders;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Scenarios;

/// <summary>What is written for the eye is said for the ear, and what was heard of it is told as it was written.</summary>
[Trait("Kind", "Scenario")]
public sealed class SpokenTextScenarioTests
{
    private const string Reply = "It costs $12.50 with **tax** 🎉. Write to a_b@example.com.";
    private const string Written = "It costs $12.50 with tax 🎉. Write to a_b@example.com.";
    private const string Spoken = "It costs twelve dollars and fifty cents with tax. Write to a underscore b at example dot com.";

    [Fact]
    public void The_voice_is_given_what_is_said_and_the_transcript_what_is_written()
    {
        var outcome = Question().CallerHangsUp(12).Run();

        Assert.Contains(Spoken, outcome.Stage.TextToSpeech.Texts);
        Assert.Equal(Written, outcome.Call.Transcript[^1].Text);
        Assert.Equal(Spoken.Split(' '), outcome.WordsHeard);
    }

    [Theory]
    [InlineData(3.4, "It costs", "$12.50 with tax 🎉. Write to a_b@example.com.")]
    [InlineData(4.2, "It costs", "$12.50 with tax 🎉. Write to a_b@example.com.")]
    [InlineData(5.0, "It costs $12.50", "with tax 🎉. Write to a_b@example.com.")]
    [InlineData(7.0, "It costs $12.50 with tax 🎉. Write to", "a_b@example.com.")]
    public void An_interruption_within_an_amount_leaves_the_whole_of_it_unheard(double at, string heard, string unheard)
    {
        var outcome = Question().CallerSays("hold on please", at, at + 0.8).CallerHangsUp(12).Run();

        Assert.Equal((heard, unheard), (outcome.Call.Transcript[1].Text, outcome.Call.Transcript[1].Unheard));
        Assert.Equal(heard, outcome.Stage.LanguageModel.Requests[^1].Messages.Last(message => message.Role is ChatRole.Assistant).Text);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(6)]
    public void A_voice_that_fails_within_an_amount_is_followed_by_the_rest_of_it(int after)
    {
        var outcome = Question().WithSpares()
            .Also(stage => stage.TextToSpeech.Faults = number => number == 0 ? new Fault(after, ProviderErrorKind.Unavailable) : null)
            .CallerHangsUp(14)
            .Run();

        Assert.Equal(Spoken.Split(' '), outcome.WordsHeard);
        Assert.Equal(Written, outcome.Call.Transcript[^1].Text);
    }

    [Fact]
    public void A_greeting_is_said_as_it_sounds_in_the_agents_language()
    {
        var outcome = new CallScenario()
            .Agent(agent => agent.With(one => one with { Language = "de-DE", Greeting = "Wir öffnen um 9:00 Uhr,\nz. B. am 3. Mai." }))
            .CallerHangsUp(8)
            .Run();

        Assert.Equal("Wir öffnen um neun Uhr, zum Beispiel am dritten Mai.", outcome.Stage.TextToSpeech.Texts[0]);
        Assert.Equal("Wir öffnen um 9:00 Uhr, z. B. am 3. Mai.", outcome.Call.Transcript[0].Text);
    }

    [Fact]
    public void Words_of_the_list_are_said_as_the_owner_wishes()
    {
        var outcome = Question().Agent(agent => agent.With(one => one with { Pronunciations = [new("tax", "tacks")] })).CallerHangsUp(12).Run();

        Assert.Contains(Spoken.Replace("tax", "tacks", StringComparison.Ordinal), outcome.Stage.TextToSpeech.Texts);
        Assert.Equal(Written, outcome.Call.Transcript[^1].Text);
    }

    private static CallScenario Question() => new CallScenario().Greeting(string.Empty).Replies(Reply, "Yes.").CallerSays("What does it cost?", from: 1, to: 2);
}
