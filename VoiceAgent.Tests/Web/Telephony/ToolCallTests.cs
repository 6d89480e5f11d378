using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Tools.Running;
using VoiceAgent.Sandbox.Keys;
using VoiceAgent.Web.Hosting.Sandbox;

namespace VoiceAgent.Tests.Web.Telephony;

/// <summary>Calls whose agents use tools, over real sockets to the end: phone, recogniser, model, tool, voice, phone.</summary>
[Trait("Kind", "Host")]
public sealed class ToolCallTests(CallingApp app) : IClassFixture<CallingApp>
{
    [Theory]
    [InlineData("openai", null, "+12025550220")]
    [InlineData("openai", "gpt-6.1-terra", "+12025550221")]
    [InlineData("grok", null, "+12025550222")]
    public async Task An_HTTP_tool_and_an_MCP_tool_are_used_and_their_results_spoken(string model, string? modelName, string number)
    {
        var owner = await app.OwnerAsync(number, setup =>
        {
            setup.Keys.Clear();
            foreach (var slug in new[] { "deepgram", model, "elevenlabs", "telnyx" })
            {
                setup.Keys[slug] = SandboxKeys.Valid(slug);
            }

            setup.Agent.With(agent => agent with { Picks = modelName is null ? [] : [new() { Provider = ProviderName.OpenAI, Model = modelName }] });
        });
        var agent = Assert.Single(await app.Get<AgentRepository>().ListAsync(owner.Account, TestContext.Current.CancellationToken));
        await app.Get<DemoTools>().EnsureAsync(owner.Account, agent.Id, TestContext.Current.CancellationToken);

        var report = await app.CallAsync(owner, "Please check my order 12.", "Can your shop find my parcel 7?");
        var call = await app.EndedCallAsync(owner);

        Assert.Null(report.Problem);
        Assert.Contains("number twelve, status is being packed, delivery day Wednesday.", report.Turns[0].Agent, StringComparison.Ordinal);
        Assert.Contains("Parcel seven is at the depot", report.Turns[1].Agent, StringComparison.Ordinal);
        Assert.Equal(
            [("check_order", ToolOutcome.Succeeded, """{"number":12}"""), ("shop_find_parcel", ToolOutcome.Succeeded, """{"number":7}""")],
            call.Tools.Select(tool => (tool.Name, tool.Outcome, tool.Arguments)));
        Assert.Contains("is being packed", call.Tools[0].Result, StringComparison.Ordinal);
        Assert.Equal(CallEndReason.CallerHungUp, call.EndReason);
    }
}
