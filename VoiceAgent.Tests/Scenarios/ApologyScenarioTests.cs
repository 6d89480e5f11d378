using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Calls.Speaking;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;
using VoiceAgent.Core.Telephony;
using VoiceAgent.Tests.Builders;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Scenarios;

/// <summary>What agents say when nothing else is left is spoken in advance, and kept for the next calls of the same agent.</summary>
[Trait("Kind", "Scenario")]
public sealed class ApologyScenarioTests
{
    private static readonly AgentBuilder Ada = new();

    [Fact]
    public void Two_calls_of_an_account_at_once_each_hear_their_apology() => VirtualTime.Run(async time =>
    {
        var lines = new PreparedLines();
        using var one = Stage(time, lines);
        using var two = Stage(time, lines);

        // Both voices die at the same moment, after each has made the apology.
        one.TextToSpeech.Faults = two.TextToSpeech.Faults = number => number < 2 ? null : new Fault(0, ProviderErrorKind.Unavailable);
        var ended = await Task.WhenAll(one.Session.RunAsync(CancellationToken.None), two.Session.RunAsync(CancellationToken.None));

        Assert.All(ended, AssertApologised);
        Assert.All([one, two], stage => Assert.Equal(ended[0].Transcript[^1].Text.Split(' '), Heard(stage).SkipWhile(word => word != "I'm")));
        Assert.All([one, two], stage => Assert.Equal((0, 0, 0), (stage.SpeechToText.Open, stage.LanguageModel.Open, stage.TextToSpeech.Open)));
        return true;
    });

    [Fact]
    public void A_later_call_has_the_apology_though_its_voice_is_dead_from_the_start() => VirtualTime.Run(async time =>
    {
        var lines = new PreparedLines();
        using (var first = Stage(time, lines))
        {
            first.SpeechToText.Fail(TimeSpan.FromSeconds(8), ProviderErrorKind.Unauthorized);
            await first.Session.RunAsync(CancellationToken.None);
        }

        using var later = Stage(time, lines);
        later.TextToSpeech.Faults = _ => new Fault(0, ProviderErrorKind.Unavailable);
        var call = await later.Session.RunAsync(CancellationToken.None);

        AssertApologised(call);
        Assert.DoesNotContain(later.TextToSpeech.Texts, text => text.StartsWith("I'm sorry", StringComparison.Ordinal));
        return true;
    });

    [Fact]
    public void Another_account_never_hears_it() => VirtualTime.Run(async time =>
    {
        var lines = new PreparedLines();
        using (var first = Stage(time, lines))
        {
            first.SpeechToText.Fail(TimeSpan.FromSeconds(8), ProviderErrorKind.Unauthorized);
            await first.Session.RunAsync(CancellationToken.None);
        }

        using var other = Stage(time, lines, AccountId.New());
        other.TextToSpeech.Faults = _ => new Fault(0, ProviderErrorKind.Unavailable);
        var call = await other.Session.RunAsync(CancellationToken.None);

        Assert.Equal(CallEndReason.ProviderFailed, call.EndReason);
        Assert.DoesNotContain(call.Transcript, entry => entry.Text.StartsWith("I'm sorry", StringComparison.Ordinal));
        return true;
    });

    private static CallStage Stage(VirtualTime time, PreparedLines lines, AccountId? account = null)
    {
        var agent = Ada.Build();
        var stage = new CallStage(time, account is { } other ? agent with { AccountId = other } : agent, ["We open at eight."], hasSpares: false, lines: lines);
        var (from, to) = (TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(4));
        stage.Media.Voice(from, to);
        stage.SpeechToText.Report(to + TimeSpan.FromMilliseconds(200), new SpeechEvent.Final("when do you open", EndOfSpeech: true));
        stage.Media.Happen(TimeSpan.FromSeconds(30), new MediaEvent.Stopped());
        return stage;
    }

    private static void AssertApologised(Call call)
    {
        Assert.Equal(CallEndReason.ProviderFailed, call.EndReason);
        Assert.Contains(call.Transcript, entry => entry.Text.StartsWith("I'm sorry", StringComparison.Ordinal));
    }

    // Once each, in the order in which they sounded.
    private static IEnumerable<string?> Heard(CallStage stage) => stage.Media.Played.Select(frame => frame.Sound).Distinct().Select(stage.TextToSpeech.WordOf);
}
