using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;
using VoiceAgent.Tests.Builders;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Scenarios;

/// <summary>Calls made up from a seed: whatever the timing, what must hold of every call holds.</summary>
[Trait("Kind", "Scenario")]
public sealed class RandomCallTests
{
    private static readonly string[] Lines =
    [
        "when do you open", "I would like two rolls and", "uh-huh", "okay", "wait a moment please", "Can you book a table for four people?", "no", "hm",
    ];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_call_keeps_its_promises(int seed)
    {
        for (var i = 0; i < 10; i++)
        {
            Check((seed * 10) + i);
        }
    }

    private static void Check(int seed)
    {
        CallOutcome outcome;
        try
        {
            outcome = Make(new Random(seed)).Run();
            EndsCleanly(outcome);
            IsInOrder(outcome);
            SaysOnlyWhatWasHeard(outcome);
            AnswersEachTurnOnce(outcome);
            LeavesNobodyWithoutAnswer(outcome);
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"Call {seed} broke a promise: {exception.Message}", exception);
        }
    }

    private static CallScenario Make(Random random)
    {
        var scenario = new CallScenario()
            .Greeting(random.Next(4) == 0 ? string.Empty : "Hello, this is the bakery. How can I help you today?")
            .Replies("We open at eight. On Sundays we are closed.", "Certainly, I can do that for you.", "Yes.", "One moment please, let me see what we have left today.")
            .Turns(turns => turns with
            {
                AllowInterruptions = random.Next(5) > 0,
                MaxCallDuration = TimeSpan.FromSeconds(random.Next(5) == 0 ? random.Next(3, 30) : 1800),
                SilencePromptAfter = TimeSpan.FromSeconds(random.Next(2, 12)),
            });
        var at = random.NextDouble() * 4;
        for (var i = random.Next(0, 8); i > 0; i--)
        {
            var length = 0.1 + (random.NextDouble() * 2);
            at = SomethingHappens(scenario, random, at, at + length);
        }

        return Endings(Troubles(scenario, random), random, at);
    }

    private static double SomethingHappens(CallScenario scenario, Random random, double from, double to)
    {
        switch (random.Next(8))
        {
            case 0:
                scenario.CallerMakesNoise(from, to);
                break;
            case 1:
                scenario.CallerPresses("123#"[random.Next(4)], from);
                break;
            case 2:
                scenario.SpeechToTextReports(from, new SpeechEvent.Interim(Lines[random.Next(Lines.Length)]));
                break;
            case 3:
                scenario.Also(stage => stage.Media.Delay(TimeSpan.FromSeconds(from), TimeSpan.FromSeconds(to)));
                break;
            default:
                scenario.CallerSays(Lines[random.Next(Lines.Length)], from, to, settled: random.NextDouble() * 0.9, endOfSpeech: random.Next(3) > 0);
                break;
        }

        return to + (random.Next(2) == 0 ? random.NextDouble() * 0.8 : random.NextDouble() * 6);
    }

    private static CallScenario Troubles(CallScenario scenario, Random random) => scenario.Also(stage =>
    {
        ProviderErrorKind?[] kinds = [null, ProviderErrorKind.Unavailable, ProviderErrorKind.Unauthorized, ProviderErrorKind.Timeout];
        var fault = random.Next(4) == 0 ? new Fault(random.Next(3), kinds[random.Next(4)]) : null;
        var number = random.Next(4);
        stage.LanguageModel.FirstToken = TimeSpan.FromMilliseconds(random.Next(50, 2000));
        stage.TextToSpeech.FirstByte = TimeSpan.FromMilliseconds(random.Next(20, 600));
        stage.TextToSpeech.WordDuration = TimeSpan.FromMilliseconds(20 * random.Next(5, 20));
        stage.Media.ReturnsMarks = random.Next(6) > 0;
        switch (random.Next(3))
        {
            case 0:
                stage.LanguageModel.Faults = request => request == number ? fault : null;
                break;
            case 1:
                stage.TextToSpeech.Faults = stream => stream == number ? fault : null;
                break;
            case 2 when fault is not null:
                stage.SpeechToText.Fail(TimeSpan.FromSeconds(random.NextDouble() * 20), fault.Kind);
                break;
        }
    });

    private static CallScenario Endings(CallScenario scenario, Random random, double at) => random.Next(6) switch
    {
        0 => scenario.CallerHangsUp(at * random.NextDouble()),
        1 => scenario.OwnerHangsUp(at * random.NextDouble()),
        2 => scenario.ServerStops(at + random.NextDouble()),
        3 => scenario.Also(stage => stage.Media.Break(TimeSpan.FromSeconds(at + 1))),
        _ => scenario.CallerHangsUp(at + 20),
    };

    private static void EndsCleanly(CallOutcome outcome)
    {
        var stage = outcome.Stage;
        Assert.NotNull(outcome.Call.EndReason);
        Assert.NotEqual(CallEndReason.InternalError, outcome.Call.EndReason);
        Assert.True(outcome.EndedAt < TimeSpan.FromMinutes(5), $"lasted {outcome.EndedAt}");
        Assert.Equal(ConversationPhase.Ended, stage.Session.Current.Phase);
        Assert.Single(stage.Published, published => published.Live.Phase is ConversationPhase.Ended);
        Assert.Equal((0, 0, 0), (stage.SpeechToText.Open, stage.LanguageModel.Open, stage.TextToSpeech.Open));
        Assert.DoesNotContain(stage.Log.Entries, entry => entry.Exception is not null);
        Assert.Equal(outcome.Call.EndReason is CallEndReason.CallerHungUp ? 0 : 1, stage.HangUps);
    }

    private static void IsInOrder(CallOutcome outcome)
    {
        Assert.Equal(outcome.Call.Transcript.OrderBy(entry => entry.At), outcome.Call.Transcript);
        Assert.Equal(outcome.Call.Turns.Select(turn => turn.TurnId).Distinct().Order(), outcome.Call.Turns.Select(turn => turn.TurnId));
        Assert.All(outcome.Call.Transcript, entry => Assert.NotEqual(string.Empty, entry.Text));
    }

    private static void SaysOnlyWhatWasHeard(CallOutcome outcome) => Assert.Equal(
        outcome.WordsHeard,
        outcome.Call.Transcript.Where(entry => entry.Speaker is Speaker.Agent).SelectMany(entry => entry.Text.Split(' ')));

    private static void AnswersEachTurnOnce(CallOutcome outcome)
    {
        // A message of the caller is followed by what the caller heard of its answer, never by another answer.
        // A reply that broke off is finished by a request of its own, which ends with being told so.
        foreach (var request in outcome.Stage.LanguageModel.Requests.Where(request => request.Messages[^1].Role is not ChatRole.System))
        {
            Assert.Equal(ChatRole.System, request.Messages[0].Role);
            Assert.Equal(ChatRole.User, request.Messages[^1].Role);
            for (var i = 2; i < request.Messages.Count; i++)
            {
                Assert.NotEqual(request.Messages[i - 1].Role, request.Messages[i].Role);
            }
        }

        var turns = outcome.Call.Transcript.Where(entry => entry.Speaker is Speaker.Agent).Select(entry => entry.TurnId).ToArray();
        Assert.Equal(turns.Distinct(), turns);
    }

    private static void LeavesNobodyWithoutAnswer(CallOutcome outcome)
    {
        if (outcome.Call.Transcript is [.., { Speaker: Speaker.Caller } last] && !CallerWords.IsBackchannel(last.Text))
        {
            Assert.InRange(outcome.EndedAt - last.At, TimeSpan.Zero, TimeSpan.FromSeconds(25));
        }
    }
}
