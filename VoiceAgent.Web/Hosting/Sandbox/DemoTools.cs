using System.Globalization;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Tools.BuiltIn;
using VoiceAgent.Core.Tools.Http;
using VoiceAgent.Core.Tools.Mcp;
using VoiceAgent.Core.Tools.Outbound;
using VoiceAgent.Core.Tools.Settings;

namespace VoiceAgent.Web.Hosting.Sandbox;

/// <summary>Gives a demonstration agent tools of every kind, which talk to the sandbox: its order desk and its parcel service.</summary>
internal sealed class DemoTools(AgentToolsets toolsets, McpLists lists, OutboundHttp outbound, SandboxHost sandbox)
{
    /// <summary>The HTTP tool that finds an order.</summary>
    public const string OrderTool = "check_order";

    /// <summary>The MCP server of the parcel service.</summary>
    public const string ParcelServer = "shop";

    private const string OrderSchema = """{"type":"object","properties":{"number":{"type":"integer","description":"The order number"}},"required":["number"],"additionalProperties":false}""";

    /// <summary>Adds what is missing, and leads what is there to where the sandbox is now. What its owner has changed besides stays.</summary>
    public async Task EnsureAsync(AccountId account, AgentId agent, CancellationToken cancellationToken)
    {
        var address = sandbox.Sandbox.Address;
        outbound.Allow(string.Create(CultureInfo.InvariantCulture, $"{address.IdnHost}:{address.Port}"));
        var (order, parcels) = (new Uri(address, "demo/orders/").AbsoluteUri + "{number}", new Uri(address, "demo/mcp").AbsoluteUri);
        var toolset = await toolsets.ChangeAsync(account, agent, known => With(known, order, parcels), cancellationToken);
        if (toolset.McpServers.FirstOrDefault(server => server.Name == ParcelServer && server.Url == parcels) is { Listed.Count: 0 } server)
        {
            await lists.ListAsync(new McpQuestion(account, agent, server), cancellationToken);
        }
    }

    private static AgentToolset With(AgentToolset known, string order, string parcels)
    {
        var isNew = known.HttpTools.Count == 0 && known.McpServers.Count == 0 && known.BuiltIns.Count == 0;
        return known with
        {
            BuiltIns = isNew ? new Dictionary<string, BuiltInToolSetting>(StringComparer.Ordinal) { [EndCallTool.ToolName] = new(true) } : known.BuiltIns,
            HttpTools = isNew ? [Order(order)] : [.. known.HttpTools.Select(tool => IsDemo(tool.Url) && tool.Name == OrderTool ? tool with { Url = order } : tool)],
            McpServers = isNew
                ? [new McpServer { Id = McpServerId.New(), Name = ParcelServer, Url = parcels, Chosen = ["find_parcel"] }]
                : [.. known.McpServers.Select(server => IsDemo(server.Url) && server.Name == ParcelServer ? server with { Url = parcels } : server)],
        };
    }

    private static HttpTool Order(string address) => new()
    {
        Id = HttpToolId.New(),
        Name = OrderTool,
        Description = "Looks up an order by its number. Use it when the caller asks about an order.",
        Url = address,
        Schema = OrderSchema,
    };

    private static bool IsDemo(string address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.IsLoopback && uri.AbsolutePath.StartsWith("/demo/", StringComparison.Ordinal);
}
