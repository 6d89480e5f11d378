using ModelContextProtocol.Protocol;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Tools.BuiltIn;
using VoiceAgent.Core.Tools.Http;
using VoiceAgent.Core.Tools.Mcp;
using VoiceAgent.Core.Tools.Outbound;
using VoiceAgent.Core.Tools.Secrets;
using VoiceAgent.Core.Tools.Settings;
using VoiceAgent.Core.Tools.Transfers;
using VoiceAgent.Sandbox.Phone;
using VoiceAgent.Tests.Fakes;
using VoiceAgent.Tests.Fakes.Tools;

namespace VoiceAgent.Tests.Web.Canary;

/// <content>
/// A call whose agent uses an HTTP tool and an MCP tool with secret headers, and transfers; a caller who presses keys.
/// </content>
public sealed partial class CanaryRun
{
    internal const string ToolResult = McpTestServer.OrderResult;
    internal const string McpResult = "Ochre parcel canary";
    private const string HttpSecret = "tool-canary-71QxZRwLmT93VbNk";
    private const string McpSecret = "parcel-canary-55YpHd28JfGs64Kf";
    private const string Target = "+12025557346";

    private async Task UseToolsAsync()
    {
        var agent = Assert.Single(await Get<AgentRepository>().ListAsync(Owner, default));
        await using var server = await McpTestServer.StartAsync();
        server.Tools[0] = McpTestServer.Named("find_parcel", readsOnly: true, schema: """{"type":"object","properties":{"what":{"type":"string"}},"required":["what"]}""");
        server.OnCall = (_, _) => Task.FromResult(new CallToolResult { Content = [new TextContentBlock { Text = McpResult }] });
        Get<OutboundHttp>().Allow(server.Authority);
        var order = ToolRig.Tool(server.Url.Replace("/mcp", "/orders", StringComparison.Ordinal), """{"type":"object","properties":{"what":{"type":"string"}},"required":["what"]}""") with
        {
            Name = "check_order",
            Method = "POST",
            SecretHeaders = ["X-Key"],
        };
        var parcels = new McpServer { Id = McpServerId.New(), Name = "shop", Url = server.Url, Chosen = ["find_parcel"], SecretHeaders = ["X-Key"] };
        await Get<ToolSecrets>().SaveAsync(Owner, AuditActor.System, new ToolSecretPlace(order.Id.ToString(), HttpToolCheck.HostOf(order)!, "X-Key"), HttpSecret, default);
        await Get<ToolSecrets>().SaveAsync(Owner, AuditActor.System, new ToolSecretPlace(parcels.Id.ToString(), McpServerCheck.HostOf(parcels)!, "X-Key"), McpSecret, default);
        await Get<AgentToolsets>().ChangeAsync(
            Owner,
            agent.Id,
            toolset => toolset with
            {
                HttpTools = [order],
                McpServers = [parcels],
                BuiltIns = new Dictionary<string, BuiltInToolSetting>(StringComparer.Ordinal) { [TransferCallTool.ToolName] = new(true) },
                TransferTargets = [new TransferTarget { Name = "Saffron canary", Number = Target, IsWarm = true }],
            },
            default);
        Assert.Null((await Get<McpLists>().ListAsync(new McpQuestion(Owner, agent.Id, parcels), default)).Problem);
        await Sandbox.Phone.AnswerAtAsync(Target, new AnswerScript { Answer = PhoneAnswer.Busy }, default);
        await Sandbox.Phone.CallAsync(
            new PhoneScript
            {
                To = CalledNumber,
                From = CallerNumber,
                Lines = ["Please check the order for a periwinkle walnut.", "Can your shop find my parcel with the periwinkle walnut?", "Please transfer my call about the periwinkle walnut."],
                Keys = "9081726354",
                Timeout = TimeSpan.FromSeconds(45),
                AnswerTimeout = TimeSpan.FromSeconds(10),
            },
            default);
        await Eventually.HoldsAsync(() => Get<VoiceAgent.Core.Calls.CallRegistry>().Count == 0);
        KeysSent = [.. server.Keys];
        _secrets.Add(CanaryText.Secret("a tool's secret header", HttpSecret));
        _secrets.Add(CanaryText.Secret("an MCP server's secret header", McpSecret));
        _words.AddRange(
        [
            new CanaryText("a tool's argument", "periwinkle"),
            new CanaryText("a tool's result", ToolResult),
            new CanaryText("an MCP tool's result", McpResult),
            new CanaryText("whom a transfer goes to", "Saffron canary"),
            CanaryText.Number("the number a transfer goes to", Target),
            new CanaryText("the keys pressed", "9 0 8 1 7 2 6 3 5 4"),
            new CanaryText("the keys pressed", "9081726354"),
        ]);
    }

    /// <summary>What the tools' services were sent as secret headers.</summary>
    internal IReadOnlyList<string?> KeysSent { get; private set; } = [];
}
