using Microsoft.AspNetCore.Components;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Tools.Mcp;
using VoiceAgent.Web.Components.Agents.Tools;
using VoiceAgent.Web.Hosting;

namespace VoiceAgent.Web.Components.Agents.Mcp;

/// <summary>The MCP servers whose tools a saved agent may use.</summary>
public sealed partial class McpServers(ToolServices services, CurrentAccount current)
{
    private McpServersModel? _model;
    private AgentId? _loaded;
    private McpServerDraft? _draft;

    [Parameter, EditorRequired]
    public AgentId? Agent { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        if (Agent is not { } agent || agent == _loaded)
        {
            return;
        }

        _loaded = agent;
        var model = new McpServersModel(services, await current.GetAsync(), agent);
        await model.LoadAsync(CancellationToken.None);
        _model = model;
    }

    private void Add() => _draft = new McpServerDraft();

    private void Edit(McpServer server) => _draft = McpServerDraft.From(server);

    private void CloseForm() => _draft = null;
}
