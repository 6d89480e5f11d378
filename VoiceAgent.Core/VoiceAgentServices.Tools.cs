using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core.Keys.Rotation;
using VoiceAgent.Core.Telephony;
using VoiceAgent.Core.Tools;
using VoiceAgent.Core.Tools.BuiltIn;
using VoiceAgent.Core.Tools.Http;
using VoiceAgent.Core.Tools.Mcp;
using VoiceAgent.Core.Tools.Outbound;
using VoiceAgent.Core.Tools.Running;
using VoiceAgent.Core.Tools.Secrets;
using VoiceAgent.Core.Tools.Settings;
using VoiceAgent.Core.Tools.Transfers;

namespace VoiceAgent.Core;

/// <content>What agents can do beside speaking.</content>
public static partial class VoiceAgentServices
{
    private static IServiceCollection AddTools(this IServiceCollection services)
    {
        services.AddOptions<ToolOptions>().BindConfiguration(ToolOptions.SectionName)
            .Validate(
                options => options is
                {
                    MaxRoundsPerTurn: > 0, MaxCallsPerTurn: > 0, MaxCallsPerCall: > 0, MaxResultLength: >= 200, MaxToolsPerAccount: > 0,
                    MaxConcurrentPerAccount: > 0, MaxRequestsPerMinute: > 0, MaxResponseBytes: >= 1024, MaxMcpResponseBytes: >= 1024,
                },
                "Tools: every limit must be above 0, Tools:MaxResultLength at least 200 and Tools:MaxResponseBytes and Tools:MaxMcpResponseBytes at least 1024.")
            .ValidateOnStart();
        services.AddDocuments(AgentToolset.Collection);
        services.AddSingleton<AgentToolsets>();
        services.AddDocuments(ToolSecret.Collection);
        services.AddSealedDocuments(ToolSecret.Sealed);
        services.AddSingleton<ToolSecrets>();
        services.AddSingleton<OutboundHttp>();
        services.AddSingleton<AccountBudget>();
        services.AddSingleton<HttpToolClient>();
        services.AddSingleton<IToolSource, HttpTools>();
        services.AddSingleton<McpConnector>();
        services.AddSingleton<McpLists>();
        services.AddSingleton<IToolSource, McpTools>();
        services.AddSingleton<CallToolbox>();
        services.AddSingleton<CarrierLegs>();
        services.AddSingleton<CallTransfers>();
        services.AddSingleton<IBuiltInTool, EndCallTool>();
        services.AddSingleton<IBuiltInTool, TransferCallTool>();
        services.AddSingleton<IBuiltInTool, SendDtmfTool>();
        services.AddSingleton<BuiltInTools>();
        services.AddSingleton<IToolSource>(provider => provider.GetRequiredService<BuiltInTools>());
        return services;
    }
}
