using VoiceAgent.Core.Calls;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Tools.BuiltIn;
using VoiceAgent.Core.Tools.Running;
using VoiceAgent.Tests.Builders;
using VoiceAgent.Tests.Fakes.Tools;

namespace VoiceAgent.Tests.Scenarios;

[Trait("Kind", "Scenario")]
public sealed class ToolScenarioTests
{
    private const string Asks = """Let me look. [[hours {"day":"monday"}]]""";

    [Fact]
    public void A_tool_is_run_and_its_result_is_spoken()
    {
        var hours = new ScriptedTool("hours", Milliseconds(300), """{"open":"8"}""");
        var outcome = Call(Asks, "We open at eight.").Tools(hours).CallerHangsUp(9).Run();

        Assert.Equal(["1.00 Caller: When do you open?", "2.88 Agent: Let me look. We open at eight."], outcome.Transcript);
        Assert.Equal(["""{"day":"monday"}"""], hours.Asked);
        var trace = Assert.Single(outcome.Call.Tools);
        Assert.Equal(("hours", ToolOutcome.Succeeded, """{"open":"8"}""", Milliseconds(300), 1), (trace.Name, trace.Outcome, trace.Result, trace.Duration, trace.TurnId));
        var requests = outcome.Stage.LanguageModel.Requests;
        Assert.Equal(2, requests.Count);
        Assert.Equal("hours", Assert.Single(requests[0].Tools).Name);
        Assert.Equal("Let me look.", requests[1].Messages[^2].Text);
        Assert.Equal("hours", Assert.Single(requests[1].Messages[^2].ToolCalls).Name);
        Assert.Equal((ChatRole.Tool, """{"open":"8"}""", "call_0_0"), (requests[1].Messages[^1].Role, requests[1].Messages[^1].Text, requests[1].Messages[^1].ToolCallId));
    }

    [Fact]
    public void Later_turns_are_told_of_calls_and_results_between_the_words_heard()
    {
        var outcome = Call(Asks, "We open at eight.", "You are welcome.")
            .Tools(new ScriptedTool("hours", Milliseconds(300), "eight"))
            .CallerSays("Thank you.", from: 6, to: 7)
            .CallerHangsUp(11)
            .Run();

        Assert.Equal(
            ["User: When do you open?", "Assistant: Let me look. [hours]", "Tool: eight", "Assistant: We open at eight.", "User: Thank you."],
            Told(outcome.Stage.LanguageModel.Requests[^1]));
    }

    [Fact]
    public void A_goodbye_is_heard_before_the_agent_hangs_up()
    {
        var outcome = Call("Goodbye and thank you. [[end_call]] [[end_call]] [[end_call]]").Tools(EndCall()).Run();

        Assert.Equal(CallEndReason.AgentHungUp, outcome.Call.EndReason);
        Assert.Equal("2.90 Agent: Goodbye and thank you.", outcome.Transcript[^1]);
        Assert.Equal("you.", outcome.WordsHeard[^1]);
        Assert.Equal(1, outcome.Stage.HangUps);
        Assert.Single(outcome.Stage.LanguageModel.Requests);
    }

    internal static CallScenario Call(params string[] replies) =>
        new CallScenario().Greeting(string.Empty).Replies(replies).CallerSays("When do you open?", from: 1, to: 2);

    internal static IEnumerable<string> Told(ChatRequest request) => request.Messages.Skip(1).Select(message =>
        $"{message.Role}: {message.Text}{(message.ToolCalls.Count == 0 ? string.Empty : $" [{string.Join(", ", message.ToolCalls.Select(call => call.Name))}]")}");

    internal static VoiceAgent.Core.Tools.ITool EndCall()
    {
        var tool = new EndCallTool();
        return tool.Open(null!, tool.DefaultDescription);
    }

    internal static TimeSpan Milliseconds(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
