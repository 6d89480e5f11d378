using Microsoft.Extensions.Options;
using VoiceAgent.Core.Tools.BuiltIn;
using VoiceAgent.Core.Tools.Http;
using VoiceAgent.Core.Tools.Mcp;
using VoiceAgent.Core.Tools.Outbound;
using VoiceAgent.Core.Tools.Running;
using VoiceAgent.Core.Tools.Secrets;
using VoiceAgent.Core.Tools.Settings;

namespace VoiceAgent.Web.Components.Agents.Tools;

/// <summary>What the tools section works with.</summary>
public sealed class ToolServices(
    AgentToolsets toolsets, BuiltInTools builtIns, ToolSecrets secrets, HttpToolClient client, McpLists lists, OutboundHttp outbound, IOptions<ToolOptions> options)
{
    public AgentToolsets Toolsets => toolsets;

    public BuiltInTools BuiltIns => builtIns;

    public ToolSecrets Secrets => secrets;

    public HttpToolClient Client => client;

    public McpLists Lists => lists;

    public OutboundHttp Outbound => outbound;

    public ToolOptions Options => options.Value;
}
