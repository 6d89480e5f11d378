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

    [Fact]
    public void A_goodbye_without_words_is_asked_for_once_more_and_said_in_any_case()
    {
        var outcome = Call("[[end_call]]", "[[end_call]]").Tools(EndCall()).Run();

        Assert.Equal(CallEndReason.AgentHungUp, outcome.Call.EndReason);
        Assert.EndsWith("Agent: Goodbye.", outcome.Transcript[^1], StringComparison.Ordinal);
        Assert.Equal([ToolChoice.Auto, ToolChoice.None], outcome.Stage.LanguageModel.Requests.Select(request => request.ToolChoice));
    }

    [Fact]
    public void A_caller_who_speaks_into_the_goodbye_leads_the_conversation_on()
    {
        var outcome = Call("Goodbye and thank you for your call today. [[end_call]]", "Of course.")
            .Tools(EndCall())
            .CallerSays("Wait, one more thing.", from: 3.4, to: 4.2)
            .CallerHangsUp(9)
            .Run();

        Assert.Equal(CallEndReason.CallerHungUp, outcome.Call.EndReason);
        Assert.EndsWith("Agent: Of course.", outcome.Transcript[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_goodbye_asked_for_three_hundred_times_ends_the_call_once()
    {
        var outcome = Call("Goodbye. " + string.Concat(Enumerable.Repeat("[[end_call]] ", 300))).Tools(EndCall()).Run();

        Assert.Equal((CallEndReason.AgentHungUp, 1), (outcome.Call.EndReason, outcome.Stage.HangUps));
        Assert.Equal(12, outcome.Call.Tools.Count);
    }

    [Fact]
    public void A_long_wait_is_bridged_by_lines_that_alternate_and_are_no_answer()
    {
        var outcome = Call("[[hours {}]]", "We open at eight.")
            .Tools(new ScriptedTool("hours", Milliseconds(6000), "eight"))
            .Fillers(Milliseconds(800), "One moment.", "Still looking.")
            .CallerSays("Thanks.", from: 12, to: 12.6)
            .CallerHangsUp(16)
            .Run();

        Assert.EndsWith("Agent: One moment. Still looking. One moment. We open at eight.", outcome.Transcript[1], StringComparison.Ordinal);
        Assert.Null(outcome.Call.Turns[0].VoiceToVoice);
        Assert.Equal(
            ["User: When do you open?", "Assistant:  [hours]", "Tool: eight", "Assistant: We open at eight.", "User: Thanks."],
            Told(outcome.Stage.LanguageModel.Requests[^1]));
        AssertNoDeadAir(outcome, from: 2, to: 9);
    }

    [Fact]
    public void Nothing_bridges_a_short_wait_after_words_of_the_agent()
    {
        var outcome = Call(Asks, "We open at eight.").Tools(new ScriptedTool("hours", Milliseconds(1500), "eight")).Fillers(Milliseconds(300), "One moment.").CallerHangsUp(9).Run();

        Assert.EndsWith("Agent: Let me look. We open at eight.", outcome.Transcript[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_lookup_is_cancelled_when_the_caller_speaks_and_the_model_is_told()
    {
        var hours = new ScriptedTool("hours", Milliseconds(5000), "eight");
        var outcome = Call(Asks, "We open at eight.")
            .Tools(hours)
            .CallerSays("And on Sunday please?", from: 4, to: 5)
            .CallerHangsUp(9)
            .Run();

        Assert.Equal((1, 0), (hours.Cancelled, hours.Finished));
        Assert.Equal(ToolOutcome.Cancelled, Assert.Single(outcome.Call.Tools).Outcome);
        var told = Told(outcome.Stage.LanguageModel.Requests[^1]).ToList();
        Assert.StartsWith("Tool: Cancelled", told[2], StringComparison.Ordinal);
        Assert.Equal("User: And on Sunday please?", told[^1]);
    }

    [Fact]
    public void What_changes_something_goes_on_when_the_caller_speaks_and_its_result_is_kept()
    {
        var book = new ScriptedTool("book", Milliseconds(3000), "booked") { ChangesSomething = true };
        var outcome = Call("I book it for you now. [[book {}]]", "It is booked.", "Anything else?")
            .Tools(book)
            .CallerSays("Hello are you there?", from: 4, to: 5)
            .CallerHangsUp(10)
            .Run();

        Assert.Equal((0, 1), (book.Cancelled, book.Finished));
        Assert.Equal(ToolOutcome.Succeeded, Assert.Single(outcome.Call.Tools).Outcome);
        Assert.Single(book.Asked);
        Assert.Equal("User: Hello are you there?", Told(outcome.Stage.LanguageModel.Requests[^1]).Last());
    }

    [Theory]
    [InlineData("[[nothing {}]]", ToolOutcome.Refused, "There is no tool named like that. There are: hours.")]
    [InlineData("[[hours {\"day\":1}]]", ToolOutcome.Refused, "The arguments do not fit the schema: day must be of type string.")]
    [InlineData("[[hours {day]]", ToolOutcome.Refused, "The arguments are not a JSON object.")]
    [InlineData("[[hours {\"day\":\"late\"}]]", ToolOutcome.TimedOut, "The tool did not answer within 0.5 seconds.")]
    public void Trouble_with_a_tool_is_told_to_the_model_and_never_ends_the_call(string wish, ToolOutcome expected, string told)
    {
        var hours = new ScriptedTool("hours", Milliseconds(1000)) { Timeout = Milliseconds(500), Schema = """{"properties":{"day":{"type":"string"}},"type":"object"}""" };
        var outcome = Call(wish, "I cannot tell.").Tools(hours).CallerHangsUp(9).Run();

        Assert.Equal(expected, Assert.Single(outcome.Call.Tools).Outcome);
        Assert.StartsWith($"Tool: {told}", Told(outcome.Stage.LanguageModel.Requests[1]).Last(), StringComparison.Ordinal);
        Assert.EndsWith("Agent: I cannot tell.", outcome.Transcript[^1], StringComparison.Ordinal);
        Assert.Equal(CallEndReason.CallerHungUp, outcome.Call.EndReason);
    }

    [Fact]
    public void A_tool_that_breaks_is_told_of_without_its_words_and_logged_without_them()
    {
        var hours = new ScriptedTool("hours", Milliseconds(10)) { Does = (_, _) => throw new InvalidOperationException("secret words") };
        var outcome = Call(Asks, "I cannot tell.").Tools(hours).CallerHangsUp(9).Run();

        Assert.Equal("Tool: The tool failed.", Told(outcome.Stage.LanguageModel.Requests[1]).Last());
        Assert.DoesNotContain(outcome.Stage.Log.Entries, entry => $"{entry.Message} {entry.Exception}".Contains("secret words", StringComparison.Ordinal));
    }

    [Fact]
    public void The_same_wish_again_is_not_run_and_the_model_has_to_answer()
    {
        var hours = new ScriptedTool("hours", Milliseconds(100), "eight");
        var outcome = Call("[[hours {}]]", "[[hours {}]]", "We open at eight.").Tools(hours).CallerHangsUp(9).Run();

        Assert.Single(hours.Asked);
        Assert.Equal([ToolChoice.Auto, ToolChoice.Auto, ToolChoice.None], outcome.Stage.LanguageModel.Requests.Select(request => request.ToolChoice));
        Assert.Equal([ToolOutcome.Succeeded, ToolOutcome.Refused], outcome.Call.Tools.Select(tool => tool.Outcome));
    }

    [Fact]
    public void A_model_that_only_asks_for_tools_has_to_answer_after_some_rounds()
    {
        var replies = Enumerable.Range(0, 20).Select(round => $"[[hours {{\"n\":{round}}}]]").ToArray();
        var outcome = Call(replies).Tools(new ScriptedTool("hours", Milliseconds(50), "eight")).ToolLimits(new ToolOptions { MaxRoundsPerTurn = 3 }).CallerHangsUp(9).Run();

        Assert.Equal(4, outcome.Stage.LanguageModel.Requests.Count);
        Assert.Equal(ToolChoice.None, outcome.Stage.LanguageModel.Requests[^1].ToolChoice);
        Assert.Equal(3, outcome.Call.Tools.Count);
    }

    [Fact]
    public void Several_tools_of_one_reply_run_at_the_same_time_and_keep_their_order()
    {
        var outcome = Call("[[hours {}]] [[menu {}]]", "Here you are.")
            .Tools(new ScriptedTool("hours", Milliseconds(400), "eight"), new ScriptedTool("menu", Milliseconds(200), "soup"))
            .CallerHangsUp(9)
            .Run();

        Assert.Equal(["Tool: eight", "Tool: soup"], Told(outcome.Stage.LanguageModel.Requests[1]).TakeLast(2));
        Assert.Equal([outcome.Call.Tools[0].At, outcome.Call.Tools[0].At], outcome.Call.Tools.Select(tool => tool.At));
    }

    [Fact]
    public void A_large_result_is_cut_and_the_model_is_told_so()
    {
        var outcome = Call("[[hours {}]]", "Here you are.")
            .Tools(new ScriptedTool("hours", Milliseconds(100), new string('x', 500)))
            .ToolLimits(new ToolOptions { MaxResultLength = 200 })
            .CallerHangsUp(9)
            .Run();

        Assert.EndsWith("[Truncated: only the first 200 of 500 characters are shown.]", Told(outcome.Stage.LanguageModel.Requests[1]).Last(), StringComparison.Ordinal);
    }

    // Nobody is left in silence for longer than three seconds.
    private static void AssertNoDeadAir(CallOutcome outcome, double from, double to)
    {
        var silentFrom = TimeSpan.FromSeconds(from);
        foreach (var frame in outcome.Stage.Media.Played.Where(frame => frame.From > silentFrom && frame.From < TimeSpan.FromSeconds(to)))
        {
            Assert.InRange(frame.From - silentFrom, TimeSpan.Zero, TimeSpan.FromSeconds(3));
            silentFrom = frame.To;
        }
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
