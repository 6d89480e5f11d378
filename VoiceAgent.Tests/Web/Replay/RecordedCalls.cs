using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Replay.Logs;
using VoiceAgent.Tests.Builders;

namespace VoiceAgent.Tests.Web.Replay;

/// <summary>A call that was held in virtual time, as an account's.</summary>
internal static class RecordedCalls
{
    /// <summary>The caller hesitates for 0.8 s in a sentence; the agent waited for a whole second.</summary>
    public static (Call Call, CallLog Log) Hesitating(AccountId account, AgentId? agent)
    {
        var outcome = new CallScenario()
            .Turns(turns => turns with { MinEndpointingDelay = TimeSpan.FromMilliseconds(1000), MaxEndpointingDelay = TimeSpan.FromMilliseconds(1500) })
            .Replies("We have two left.", "Until six.")
            .CallerSays("I would like", from: 3, to: 4, endOfSpeech: false)
            .CallerSays("two rolls please", from: 4.8, to: 6)
            .CallerSays("when do you close", from: 10, to: 11)
            .CallerHangsUp(16)
            .Run();
        var call = outcome.Call with { Id = CallId.New(), AccountId = account, AgentId = agent, AgentName = "Ada" };
        return (call, outcome.Stage.Observed.Recorder.Finish(call)!);
    }
}
