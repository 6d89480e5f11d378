using VoiceAgent.Core.Telephony;
using VoiceAgent.Tests.Builders;

namespace VoiceAgent.Tests.Scenarios;

/// <summary>Keys the caller presses.</summary>
[Trait("Kind", "Scenario")]
public sealed class KeyScenarioTests
{
    [Fact]
    public void Keys_that_arrive_twice_and_out_of_order_are_told_once_and_in_order()
    {
        var outcome = Keys((3, '1', 10), (3.02, '1', 10), (3.2, '3', 30), (3.22, '2', 20), (3.5, '#', 40)).CallerHangsUp(8).Run();

        Assert.Equal("3.00 Caller: The caller pressed 1 2 3 #", outcome.Transcript[1]);
        Assert.Single(outcome.Stage.LanguageModel.Requests);
    }

    [Fact]
    public void Enough_keys_are_answered_without_a_pause()
    {
        var outcome = Keys((3, '1', 0), (3.5, '2', 0), (4, '3', 0), (4.5, '4', 0)).Turns(turns => turns with { MaxKeys = 4 }).CallerHangsUp(8).Run();

        Assert.Equal(TimeSpan.FromSeconds(4.5), Assert.Single(outcome.Stage.LanguageModel.RequestedAt));
    }

    [Fact]
    public void Keys_that_do_not_interrupt_are_answered_once_the_agent_has_finished()
    {
        var outcome = Keys((0.6, '1', 0)).Turns(turns => turns with { KeysInterrupt = false, KeyPause = TimeSpan.FromMilliseconds(500) }).CallerHangsUp(8).Run();

        Assert.Equal(0, outcome.Call.Interruptions);
        Assert.Equal("0.15 Agent: Hello, this is the bakery.", outcome.Transcript[0]);
        Assert.EndsWith("Caller: The caller pressed 1", outcome.Transcript[1], StringComparison.Ordinal);
        Assert.EndsWith("Agent: We open at eight.", outcome.Transcript[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_interrupt_an_agent_that_words_do_not()
    {
        var outcome = Keys((0.6, '1', 0)).Turns(turns => turns with { AllowInterruptions = false }).CallerHangsUp(8).Run();

        Assert.Equal(1, outcome.Call.Interruptions);
    }

    [Fact]
    public void Keys_are_never_logged()
    {
        var outcome = Keys((3, '9', 0), (3.1, '8', 0), (3.2, '7', 0), (3.3, '#', 0)).CallerHangsUp(8).Run();

        Assert.Contains(outcome.Transcript, line => line.Contains("9 8 7 #", StringComparison.Ordinal));
        Assert.DoesNotContain(outcome.Stage.Log.Entries, entry => entry.Message.Contains("9 8 7", StringComparison.Ordinal) || entry.Message.Contains("987", StringComparison.Ordinal));
    }

    private static CallScenario Keys(params (double At, char Key, long Sequence)[] keys)
    {
        var scenario = new CallScenario();
        foreach (var (at, key, sequence) in keys)
        {
            scenario.Also(stage => stage.Media.Happen(TimeSpan.FromSeconds(at), new MediaEvent.Dtmf(key, sequence)));
        }

        return scenario;
    }
}
