using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Failover;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Providers;
using VoiceAgent.Tests.Builders;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Scenarios;

/// <summary>Two providers of every category: when one fails, whatever the stage, the caller hears the whole answer once.</summary>
[Trait("Kind", "Scenario")]
public sealed class FailoverScenarioTests
{
    private const string Reply = "We open at eight. On Sundays we are closed.";

    [Theory]
    [InlineData(ProviderErrorKind.Unauthorized)]
    [InlineData(ProviderErrorKind.QuotaExceeded)]
    [InlineData(ProviderErrorKind.Unavailable)]
    [InlineData(null)]
    public void A_model_that_does_not_begin_is_replaced(ProviderErrorKind? kind)
    {
        var outcome = Question().Also(stage => stage.LanguageModel.Faults = _ => new Fault(0, kind)).Run();

        AssertAnswered(outcome, new ProviderIncident(default, ProviderName.OpenAI, kind ?? ProviderErrorKind.Timeout, ProviderName.Grok));
        Assert.InRange(LongestWait(outcome), TimeSpan.FromSeconds(0.3), TimeSpan.FromSeconds(kind is null ? 2.2 : 1.8));
    }

    [Theory]
    [InlineData(1, ProviderErrorKind.Protocol)]
    [InlineData(5, ProviderErrorKind.Unavailable)]
    [InlineData(8, ProviderErrorKind.RateLimited)]
    [InlineData(1, null)]
    [InlineData(5, null)]
    public void A_model_that_fails_in_its_reply_is_finished_by_the_next(int after, ProviderErrorKind? kind)
    {
        var outcome = Question().Also(stage => stage.LanguageModel.Faults = _ => new Fault(after, kind)).Run();

        AssertAnswered(outcome, new ProviderIncident(default, ProviderName.OpenAI, kind ?? ProviderErrorKind.Timeout, ProviderName.Grok));
        var told = Assert.Single(outcome.Stage.SpareLanguageModel.Requests).Messages;
        var said = string.Join(' ', Reply.Split(' ')[..(after - 1)]);
        Assert.Equal(said.Length > 0 ? new ChatMessage(ChatRole.Assistant, said) : told[^2], told[^2]);
    }

    [Fact]
    public void A_model_that_is_only_late_is_raced_and_not_lost()
    {
        var outcome = Question().Also(stage =>
        {
            stage.LanguageModel.FirstToken = TimeSpan.FromSeconds(1.2);
            stage.SpareLanguageModel.FirstToken = TimeSpan.FromSeconds(1.5);
        }).Run();

        Assert.Equal(Reply, outcome.Call.Transcript[^1].Text);
        Assert.Empty(outcome.Call.Incidents);
        Assert.Equal((1, 1), (outcome.Stage.LanguageModel.Requests.Count, outcome.Stage.SpareLanguageModel.Requests.Count));
        Assert.Equal((0, 0), (outcome.Stage.LanguageModel.Open, outcome.Stage.SpareLanguageModel.Open));
    }

    [Theory]
    [InlineData(0, ProviderErrorKind.Unauthorized)]
    [InlineData(0, null)]
    [InlineData(1, ProviderErrorKind.Protocol)]
    [InlineData(3, ProviderErrorKind.Unavailable)]
    [InlineData(6, ProviderErrorKind.QuotaExceeded)]
    [InlineData(3, null)]
    [InlineData(6, null)]
    public void A_voice_that_fails_is_replaced_at_the_word(int after, ProviderErrorKind? kind)
    {
        var outcome = Question().Also(stage => stage.TextToSpeech.Faults = number => number == 2 ? new Fault(after, kind) : null).Run();

        AssertAnswered(outcome, new ProviderIncident(default, ProviderName.ElevenLabs, kind ?? ProviderErrorKind.Timeout, ProviderName.Hume));
        var rest = string.Join(' ', Reply.Split(' ')[after..]);
        Assert.Equal(rest, Assert.Single(outcome.Stage.SpareTextToSpeech.Texts));
    }

    [Theory]
    [InlineData(1, ProviderErrorKind.Unavailable)]
    [InlineData(2, ProviderErrorKind.Protocol)]
    [InlineData(4, ProviderErrorKind.Unavailable)]
    [InlineData(5, ProviderErrorKind.Unauthorized)]
    [InlineData(7, ProviderErrorKind.Unavailable)]
    [InlineData(9, ProviderErrorKind.QuotaExceeded)]
    [InlineData(2, null)]
    [InlineData(5, null)]
    [InlineData(7, null)]
    public void Text_written_between_two_voices_is_spoken_once(int after, ProviderErrorKind? kind)
    {
        var slowly = "We open at eight. On Sundays we are closed. Come and see us.";
        var outcome = new CallScenario().WithSpares().Replies(slowly).CallerSays("when do you open", from: 3, to: 4).CallerHangsUp(14.5)
            .Also(stage =>
            {
                stage.LanguageModel.PerWord = TimeSpan.FromMilliseconds(250);
                stage.SpareTextToSpeech.FirstByte = TimeSpan.FromMilliseconds(600);
                stage.TextToSpeech.Faults = number => number == 2 ? new Fault(after, kind) : null;
            })
            .Run();

        Assert.Equal("Hello, this is the bakery. " + slowly, string.Join(' ', outcome.WordsHeard));
        Assert.Equal(slowly, outcome.Call.Transcript[^1].Text);
        Assert.Equal([ProviderName.ElevenLabs], outcome.Call.Incidents.Select(incident => incident.Provider).Distinct());
        Assert.Equal(slowly.Split(' ')[after..], Assert.Single(outcome.Stage.SpareTextToSpeech.Texts).Split(' '));
    }

    /// <summary>Its first word is 100 ms of audio, 700 ms after it was asked: what does not follow within 350 ms of that does not come.</summary>
    [Fact]
    public void A_voice_that_hardly_begins_is_replaced_sooner_than_one_that_breaks_off()
    {
        TimeSpan FailedAt(int words) => Assert.Single(Question().Also(stage =>
            {
                stage.TextToSpeech.FirstByte = TimeSpan.FromMilliseconds(700);
                stage.TextToSpeech.WordDuration = TimeSpan.FromMilliseconds(100);
                stage.TextToSpeech.Faults = number => number == 2 ? new Fault(words, Kind: null) : null;
            })
            .Run().Call.Incidents).At;

        // Three words more are heard before, and 450 ms more are waited.
        Assert.Equal(TimeSpan.FromMilliseconds(300 + 450), FailedAt(4) - FailedAt(1));
    }

    [Fact]
    public void A_voice_keeps_speaking_for_the_rest_of_the_call()
    {
        var outcome = Question().CallerSays("and on Sundays", from: 10, to: 11)
            .Also(stage => stage.TextToSpeech.Faults = number => number == 2 ? new Fault(0, ProviderErrorKind.Protocol) : null)
            .CallerHangsUp(20)
            .Run();

        Assert.Equal(2, outcome.Stage.SpareTextToSpeech.Texts.Count);
        Assert.Equal(Reply, outcome.Call.Transcript[^1].Text);
    }

    [Theory]
    [InlineData(ProviderErrorKind.Unauthorized)]
    [InlineData(ProviderErrorKind.Unavailable)]
    [InlineData(null)]
    public void A_voice_that_is_dead_at_the_greeting_is_replaced(ProviderErrorKind? kind)
    {
        var outcome = Question().Also(stage => stage.TextToSpeech.Faults = _ => new Fault(0, kind)).Run();

        Assert.Equal("Hello, this is the bakery.", outcome.Call.Transcript[0].Text);
        Assert.Equal(Reply, outcome.Call.Transcript[^1].Text);
        Assert.True(outcome.Stage.Media.Played[0].From < TimeSpan.FromSeconds(1.3));
    }

    [Theory]
    [InlineData(0.5, ProviderErrorKind.Unavailable)]
    [InlineData(3.7, ProviderErrorKind.Protocol)]
    [InlineData(4.1, ProviderErrorKind.Unauthorized)]
    [InlineData(0.5, null)]
    [InlineData(3.7, null)]
    [InlineData(4.1, null)]
    public void Speech_to_text_that_fails_loses_no_word(double at, ProviderErrorKind? kind)
    {
        var outcome = Question().Also(stage => stage.SpeechToText.Fail(TimeSpan.FromSeconds(at), kind)).Run();

        AssertAnswered(outcome, new ProviderIncident(default, ProviderName.Deepgram, kind ?? ProviderErrorKind.Timeout, ProviderName.Soniox));
        Assert.Equal("when do you open", outcome.Call.Transcript[1].Text);
        Assert.True(LongestWait(outcome) < TimeSpan.FromSeconds(3), $"waited {LongestWait(outcome)}");
    }

    [Fact]
    public void Noise_costs_nobody_their_speech_to_text()
    {
        var outcome = new CallScenario().WithSpares().Replies(Reply).CallerMakesNoise(2, 6).CallerSays("when do you open", from: 12, to: 13).CallerHangsUp(20).Run();

        Assert.Empty(outcome.Call.Incidents);
        Assert.Equal(Reply, outcome.Call.Transcript[^1].Text);
        Assert.NotEmpty(outcome.Stage.SpareSpeechToText.Streams);
    }

    [Fact]
    public void A_refused_provider_is_not_asked_again_in_the_call()
    {
        var outcome = Question().CallerSays("and on Sundays", from: 10, to: 11)
            .Also(stage => stage.LanguageModel.Faults = _ => new Fault(0, ProviderErrorKind.Unauthorized))
            .CallerHangsUp(20)
            .Run();

        Assert.Single(outcome.Stage.LanguageModel.Requests);
        Assert.Equal([(ProviderName.OpenAI, ProviderErrorKind.Unauthorized)], outcome.Stage.KeyFailures.Reported);
        Assert.Equal([outcome.Call.Id], outcome.Stage.KeyFailures.Calls);
        Assert.Equal(2, outcome.Stage.SpareLanguageModel.Requests.Count);
    }

    [Fact]
    public void With_nobody_left_the_call_ends_with_the_apology()
    {
        var outcome = Question().Also(stage =>
        {
            stage.LanguageModel.Faults = _ => new Fault(0, null);
            stage.SpareLanguageModel.Faults = _ => new Fault(0, null);
        }).Run();

        Assert.Equal(CallEndReason.ProviderFailed, outcome.Call.EndReason);
        Assert.StartsWith("I'm sorry", outcome.Call.Transcript[^1].Text, StringComparison.Ordinal);
        Assert.True(LongestWait(outcome) < TimeSpan.FromSeconds(3), $"waited {LongestWait(outcome)}");
    }

    private static CallScenario Question() =>
        new CallScenario().WithSpares().Replies(Reply).CallerSays("when do you open", from: 3, to: 4).CallerHangsUp(16);

    private static void AssertAnswered(CallOutcome outcome, ProviderIncident incident)
    {
        Assert.True(outcome.Call.EndReason is CallEndReason.CallerHungUp, $"{outcome.Call.EndReason} {outcome.Call.Problem} {string.Join("; ", outcome.Call.Incidents)}");
        Assert.Equal(Reply, outcome.Call.Transcript[^1].Text);
        Assert.Equal("Hello, this is the bakery. " + Reply, string.Join(' ', outcome.WordsHeard));
        Assert.Equal(incident, Assert.Single(outcome.Call.Incidents) with { At = default, TakenOverAfter = null });
        Assert.InRange(outcome.Call.Incidents[0].TakenOverAfter ?? TimeSpan.MaxValue, TimeSpan.Zero, TimeSpan.FromSeconds(8));
        var stage = outcome.Stage;
        Assert.Equal((0, 0, 0), (stage.SpeechToText.Open, stage.LanguageModel.Open, stage.TextToSpeech.Open));
        Assert.Equal((0, 0, 0), (stage.SpareSpeechToText.Open, stage.SpareLanguageModel.Open, stage.SpareTextToSpeech.Open));
        Assert.DoesNotContain(stage.Log.Entries, entry => entry.Exception is not null);
    }

    // From the end of the caller's question, at four seconds, to the next sound of the agent.
    private static TimeSpan LongestWait(CallOutcome outcome) =>
        outcome.Stage.Media.Played.First(frame => frame.From >= TimeSpan.FromSeconds(4)).From - TimeSpan.FromSeconds(4);
}
