using Bunit;
using VoiceAgent.Core.Tools.Running;
using VoiceAgent.Web.Components.Calls;

namespace VoiceAgent.Tests.Web.Calls;

[Trait("Kind", "Component")]
public sealed class ToolLineTests : PageContext
{
    [Theory]
    [InlineData(ToolOutcome.Running, null, "running")]
    [InlineData(ToolOutcome.Succeeded, 1230, "ok")]
    [InlineData(ToolOutcome.Failed, 40, "failed")]
    [InlineData(ToolOutcome.TimedOut, 8000, "timed out")]
    [InlineData(ToolOutcome.Cancelled, 900, "cancelled")]
    [InlineData(ToolOutcome.Refused, 0, "not run")]
    public void A_line_tells_what_a_tool_was_asked_and_what_came_of_it(ToolOutcome outcome, int? milliseconds, string words)
    {
        var trace = Trace(TimeSpan.FromSeconds(65)) with { Outcome = outcome, Duration = milliseconds is { } length ? TimeSpan.FromMilliseconds(length) : null, Result = "<b>shipped</b>" };
        var page = Render<ToolLine>(part => part.Add(line => line.Tool, trace));

        var summary = page.Find("summary").TextContent;
        Assert.Contains("check_order", summary, StringComparison.Ordinal);
        Assert.Contains("1:05", summary, StringComparison.Ordinal);
        Assert.Contains(words, summary, StringComparison.Ordinal);
        Assert.Equal(["""{"number":12}""", "<b>shipped</b>"], page.FindAll("p.mono").Select(text => text.TextContent));
        Assert.Empty(page.FindAll("b"));
    }

    [Fact]
    public void The_call_page_shows_a_tool_between_what_was_said_before_and_after()
    {
        var call = Samples.Finished(Account);
        var between = call.Transcript[0].At + TimeSpan.FromMilliseconds(1);
        var page = Render<TranscriptView>(part => part.Add(shown => shown.Call, call with { Tools = [Trace(between)] }));

        var text = page.Markup;
        Assert.InRange(text.IndexOf("check_order", StringComparison.Ordinal), text.IndexOf(call.Transcript[0].Text, StringComparison.Ordinal), text.IndexOf(call.Transcript[^1].Text, StringComparison.Ordinal));
    }

    private static ToolTrace Trace(TimeSpan at) => new() { Id = "call_1", Name = "check_order", TurnId = 1, Arguments = """{"number":12}""", At = at };
}
