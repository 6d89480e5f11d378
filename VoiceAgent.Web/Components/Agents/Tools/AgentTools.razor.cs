using Microsoft.AspNetCore.Components;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Tools.Http;
using VoiceAgent.Web.Hosting;

namespace VoiceAgent.Web.Components.Agents.Tools;

/// <summary>What a saved agent can do beside speaking.</summary>
public sealed partial class AgentTools(ToolServices services, CurrentAccount current)
{
    private AgentToolsModel? _model;
    private AgentId? _loaded;
    private HttpToolDraft? _draft;
    private bool _isBusy;
    private string? _outcome;

    [Parameter, EditorRequired]
    public AgentId? Agent { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        if (Agent is not { } agent || agent == _loaded)
        {
            return;
        }

        _loaded = agent;
        var model = new AgentToolsModel(services, await current.GetAsync(), agent);
        await model.LoadAsync(CancellationToken.None);
        _model = model;
    }

    private async Task SaveAsync()
    {
        _isBusy = true;
        _outcome = await _model!.SaveAsync(CancellationToken.None) ?? ToolsText.Saved;
        _isBusy = false;
    }

    private void AddTool() => _draft = new HttpToolDraft();

    private void Edit(HttpTool tool) => _draft = HttpToolDraft.From(tool);

    private void CloseForm() => _draft = null;
}
