using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Providers;
using VoiceAgent.Tests.Builders;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Scenarios;

[Trait("Kind", "Scenario")]
public sealed class ProviderFailureScenarioTests
{
    private const string Apology = "We are sorry. Goodbye.";

    [Theory]
    [InlineData(ProviderErrorKind.Unauthorized, 0)]
    [InlineData(ProviderErrorKind.QuotaExceeded, 0)]
    [InlineData(ProviderErrorKind.Rejected, 0)]
    public void A_model_that_refuses_is_not_asked_again_and_ends_in_an_apology(ProviderErrorKind kind, int after)
    {
        var outcome = Question().Also(stage => stage.LanguageModel.Faults = _ => new Fault(after, kind)).Run();

        AssertApologised(outcome, "OpenAI");
        Assert.Single(outcome.Stage.LanguageModel.Requests);
    }

    [Fact]
    public void A_model_that_breaks_off_twice_ends_in_an_apology()
    {
        var outcome = Question().Also(stage => stage.LanguageModel.Faults = _ => new Fault(3, ProviderErrorKind.Unavailable)).Run();

        AssertApologised(outcome, "OpenAI");
        Assert.Equal(2, outcome.Stage.LanguageModel.Requests.Count);
    }

    [Fact]
    public void A_model_that_fails_once_before_its_first_token_is_asked_again()
    {
        var outcome = Question()
            .Also(stage => stage.LanguageModel.Faults = number => number == 0 ? new Fault(0, ProviderErrorKind.Unavailable) : null)
            .CallerHangsUp(10)
            .Run();

        Assert.Equal(CallEndReason.CallerHungUp, outcome.Call.EndReason);
        Assert.Equal("We open at eight.", outcome.Call.Transcript[^1].Text);
        Assert.Equal(2, outcome.Stage.LanguageModel.Requests.Count);
    }

    [Fact]
    public void A_model_that_fails_twice_ends_in_an_apology()
    {
        var outcome = Question().Also(stage => stage.LanguageModel.Faults = _ => new Fault(0, ProviderErrorKind.RateLimited)).Run();

        AssertApologised(outcome, "OpenAI");
        Assert.Equal(2, outcome.Stage.LanguageModel.Requests.Count);
    }

    [Theory]
    [InlineData(0, 8)]
    [InlineData(2, 8)]
    public void A_model_that_is_open_but_silent_ends_in_an_apology(int after, double latest)
    {
        var outcome = Question().Also(stage => stage.LanguageModel.Faults = _ => new Fault(after, null)).Run();

        AssertApologised(outcome, "OpenAI");
        Assert.InRange(outcome.EndedAt, TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(latest));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void A_voice_that_fails_still_apologises_from_memory(int after)
    {
        var outcome = Question().Also(stage => stage.TextToSpeech.Faults = number => number == 2 ? new Fault(after, ProviderErrorKind.QuotaExceeded) : null).Run();

        AssertApologised(outcome, "ElevenLabs");
        Assert.Equal(3, outcome.Stage.TextToSpeech.Texts.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void A_voice_that_is_open_but_silent_twice_apologises_from_memory(int after)
    {
        var outcome = Question().Also(stage => stage.TextToSpeech.Faults = number => number >= 2 ? new Fault(number == 2 ? after : 0, null) : null).Run();

        AssertApologised(outcome, "ElevenLabs");
        Assert.InRange(outcome.EndedAt, TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(9));
    }

    [Fact]
    public void A_voice_that_is_dead_from_the_start_ends_the_call_with_the_telephones_own_tone()
    {
        var outcome = Question().Also(stage => stage.TextToSpeech.Faults = _ => new Fault(0, ProviderErrorKind.Unauthorized)).Run();

        Assert.Equal(CallEndReason.ProviderFailed, outcome.Call.EndReason);
        Assert.Contains("ElevenLabs", outcome.Call.Problem, StringComparison.Ordinal);
        Assert.Empty(outcome.Call.Transcript);
        Assert.Equal(["0.15-1.65"], outcome.Audible);
        Assert.Equal(TimeSpan.FromSeconds(1.65), outcome.EndedAt);
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(1)]
    [InlineData(2.5)]
    [InlineData(4.9)]
    [InlineData(5.5)]
    public void A_key_that_speech_to_text_refuses_ends_in_an_apology_in_every_phase(double at)
    {
        var outcome = Question().Also(stage => stage.SpeechToText.Fail(TimeSpan.FromSeconds(at), ProviderErrorKind.Unauthorized)).Run();

        AssertApologised(outcome, "Deepgram");
        Assert.Single(outcome.Stage.SpeechToText.Streams);
    }

    [Fact]
    public void A_speech_to_text_stream_that_breaks_is_opened_again_and_hears_what_was_not_settled()
    {
        var outcome = Question()
            .Also(stage => stage.SpeechToText.Fail(TimeSpan.FromSeconds(2), ProviderErrorKind.Unavailable))
            .CallerHangsUp(10)
            .Run();

        Assert.Equal(CallEndReason.CallerHungUp, outcome.Call.EndReason);
        Assert.Equal("We open at eight.", outcome.Call.Transcript[^1].Text);
        Assert.Equal(2, outcome.Stage.SpeechToText.Streams.Count);
        Assert.InRange(outcome.Stage.SpeechToText.AudioHeard, TimeSpan.FromSeconds(11.9), TimeSpan.FromSeconds(12));
    }

    [Fact]
    public void Speech_to_text_that_breaks_again_at_once_ends_in_an_apology()
    {
        var outcome = Question()
            .Also(stage => stage.SpeechToText.Fail(TimeSpan.FromSeconds(2), ProviderErrorKind.Unavailable))
            .Also(stage => stage.SpeechToText.Fail(TimeSpan.FromSeconds(2.5), ProviderErrorKind.Protocol))
            .Run();

        AssertApologised(outcome, "Deepgram");
    }

    [Fact]
    public void Speech_to_text_that_is_open_but_silent_ends_by_the_silence_prompts()
    {
        var outcome = new CallScenario().CallerMakesNoise(2, 4).Also(stage => stage.SpeechToText.Fail(TimeSpan.FromSeconds(1), null)).Run();

        Assert.Equal(CallEndReason.SilenceTimeout, outcome.Call.EndReason);
        Assert.InRange(outcome.EndedAt, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void What_the_owner_is_told_names_the_provider_and_the_way_out()
    {
        var outcome = Question().Also(stage => stage.LanguageModel.Faults = _ => new Fault(0, ProviderErrorKind.Unauthorized)).Run();

        Assert.Equal("OpenAI refused the language model key during the call. Test or replace it in Settings → API keys.", outcome.Call.Problem);
    }

    private static CallScenario Question() => new CallScenario()
        .Turns(turns => turns with { Apology = Apology })
        .CallerSays("when do you open", from: 3, to: 4);

    private static void AssertApologised(CallOutcome outcome, string provider)
    {
        Assert.Equal(CallEndReason.ProviderFailed, outcome.Call.EndReason);
        Assert.Contains(provider, outcome.Call.Problem, StringComparison.Ordinal);
        Assert.Equal(Apology, outcome.Call.Transcript[^1].Text);
        Assert.Equal(["We", "are", "sorry.", "Goodbye."], outcome.WordsHeard.TakeLast(4));
        Assert.Equal(1, outcome.Stage.HangUps);
        Assert.Equal((0, 0, 0), (outcome.Stage.SpeechToText.Open, outcome.Stage.LanguageModel.Open, outcome.Stage.TextToSpeech.Open));
        Assert.DoesNotContain(outcome.Stage.Log.Entries, entry => entry.Exception is not null);
    }
}
