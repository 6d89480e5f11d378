using VoiceAgent.Core.Calls;
using VoiceAgent.Tests.Builders;

namespace VoiceAgent.Tests.Scenarios;

[Trait("Kind", "Scenario")]
public sealed class ConversationScenarioTests
{
    [Fact]
    public void A_question_is_answered()
    {
        var outcome = new CallScenario()
            .CallerSays("what are your opening hours", from: 3, to: 4.5)
            .CallerHangsUp(10)
            .Run();

        Assert.Equal(
            ["0.15 Agent: Hello, this is the bakery.", "3.00 Caller: what are your opening hours", "5.40 Agent: We open at eight."],
            outcome.Transcript);
        Assert.Equal(["0.00 Thinking", "0.15 Speaking", "1.65 Listening", "4.80 Thinking", "5.40 Speaking", "6.60 Listening", "10.00 Ended"], outcome.Phases);
        Assert.Equal(["0.15-1.65", "5.40-6.60"], outcome.Audible);
        Assert.Equal(CallEndReason.CallerHungUp, outcome.Call.EndReason);
    }
}
