using VoiceAgent.Core.Calls;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Speech;
using VoiceAgent.Tests.Builders;

namespace VoiceAgent.Tests.Scenarios;

/// <summary>The agent goes along with the caller's language, and back.</summary>
[Trait("Kind", "Scenario")]
public sealed class LanguageScenarioTests
{
    [Fact]
    public void The_agent_answers_in_the_callers_language_and_changes_back()
    {
        var outcome = Call("We open at 8:00.", "Wir öffnen um 8:00 Uhr.", "At 9:00.")
            .SpeechToTextReports(2.2, Said("When do you open?", "en"))
            .SpeechToTextReports(6.2, Said("Ich spreche lieber Deutsch.", "de"))
            .SpeechToTextReports(10.2, Said("Sorry, English again please.", "en"))
            .CallerHangsUp(14)
            .Run();

        Assert.Equal([null, "de-DE", "en-US"], outcome.Call.Transcript.Where(entry => entry.Speaker is Speaker.Caller).Select(entry => entry.Language));
        Assert.Contains("We open at eight o'clock.", outcome.Stage.TextToSpeech.Texts);
        Assert.Contains("Wir öffnen um acht Uhr.", outcome.Stage.TextToSpeech.Texts);
        Assert.Contains("At nine o'clock.", outcome.Stage.TextToSpeech.Texts);
        Assert.Equal(["en-US", "de-DE", "en-US"], SpokenNow(outcome));
        Assert.Equal("de-DE", outcome.Stage.TextToSpeech.Languages[outcome.Stage.TextToSpeech.Texts.IndexOf("Wir öffnen um acht Uhr.")]);
        Assert.Equal(["de-DE"], outcome.Stage.SpeechToText.Streams[0].FurtherLanguages);
    }

    [Fact]
    public void A_short_word_of_another_language_changes_nothing()
    {
        var outcome = Call("Yes?", "Of course.")
            .SpeechToTextReports(2.2, Said("Hello there, good morning.", "en"))
            .SpeechToTextReports(6.2, Said("Ja.", "de"))
            .CallerHangsUp(10)
            .Run();

        Assert.Equal(["en-US", "en-US"], SpokenNow(outcome));
        Assert.All(outcome.Call.Transcript, entry => Assert.Null(entry.Language));
    }

    [Fact]
    public void Fixed_lines_stay_in_the_main_language()
    {
        var outcome = Agent()
            .Replies("Gern.")
            .CallerMakesNoise(1, 2)
            .Turns(turns => turns with { SilencePrompt = "Are you there at 9:00?", SilencePromptAfter = TimeSpan.FromSeconds(3) })
            .SpeechToTextReports(2.2, Said("Ich spreche lieber Deutsch.", "de"))
            .CallerHangsUp(10)
            .Run();

        var prompt = outcome.Stage.TextToSpeech.Texts.IndexOf("Are you there at nine o'clock?");
        Assert.Equal("en-US", outcome.Stage.TextToSpeech.Languages[prompt]);
    }

    private static CallScenario Agent() => new CallScenario()
        .Agent(agent => agent.With(one => one with { Greeting = string.Empty, FurtherLanguages = [new() { Tag = "de-DE" }] }));

    private static CallScenario Call(params string[] replies) => Agent()
        .Replies(replies)
        .CallerMakesNoise(1, 2)
        .CallerMakesNoise(5, 6)
        .CallerMakesNoise(9, 10);

    private static SpeechEvent.Final Said(string words, string language) => new(words, EndOfSpeech: true) { Language = language };

    private static IEnumerable<string> SpokenNow(CallOutcome outcome) => outcome.Stage.LanguageModel.Requests.Select(request =>
    {
        Assert.Equal(ChatRole.System, request.Messages[0].Role);
        return request.Messages[0].Text.Contains("in the language de-DE, which the caller speaks now", StringComparison.Ordinal) ? "de-DE" : "en-US";
    });
}
