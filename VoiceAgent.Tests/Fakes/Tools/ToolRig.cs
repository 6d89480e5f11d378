using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Storage;
using VoiceAgent.Core.Telephony;
using VoiceAgent.Core.Tools.BuiltIn;
using VoiceAgent.Core.Tools.Http;
using VoiceAgent.Core.Tools.Mcp;
using VoiceAgent.Core.Tools.Outbound;
using VoiceAgent.Core.Tools.Running;
using VoiceAgent.Core.Tools.Secrets;
using VoiceAgent.Core.Tools.Settings;
using VoiceAgent.Core.Tools.Transfers;
using VoiceAgent.Tests.Core.Keys;
using VoiceAgent.Web.Components.Agents.Tools;

namespace VoiceAgent.Tests.Fakes.Tools;

/// <summary>The services of HTTP tools over storage in memory.</summary>
internal static class ToolRig
{
    public static ToolServices Services(IDocumentStore store, IAuditTrail audit, ToolOptions? options = null, KeyVault? vault = null)
    {
        var settings = Options.Create(options ?? new ToolOptions());
        var secrets = new ToolSecrets(store.Open(ToolSecret.Collection), vault ?? TestVault.Open(), audit);
        var outbound = new OutboundHttp(settings);
        var budget = new AccountBudget(settings, TimeProvider.System);
        var toolsets = new AgentToolsets(store.Open(AgentToolset.Collection));
        return new ToolServices(
            toolsets,
            new BuiltInTools([new EndCallTool(), new TransferCallTool(new CallTransfers(new CarrierLegs(), new NoWebhookAddress(), TimeProvider.System)), new SendDtmfTool()]),
            secrets,
            new HttpToolClient(outbound, secrets, budget, settings, TimeProvider.System),
            new McpLists(new McpConnector(outbound, secrets, settings, TimeProvider.System), budget, toolsets, TimeProvider.System, NullLogger<McpLists>.Instance),
            outbound,
            settings);
    }

    public static HttpTool Tool(string url, string schema = """{"type":"object"}""") => new()
    {
        Id = HttpToolId.New(),
        Name = "find_order",
        Description = "Finds an order.",
        Url = url,
        Schema = schema,
    };
}
