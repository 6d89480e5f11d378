using Microsoft.AspNetCore.Components;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Telephony;
using VoiceAgent.Web.Components.Agents.Tools;
using VoiceAgent.Web.Hosting;

namespace VoiceAgent.Web.Components.Agents;

/// <summary>Creates or changes one agent.</summary>
public sealed partial class AgentEditor(AgentRepository agents, PhoneLines lines, IProviderKeys keys, TimeProvider time, CurrentAccount current, ToolServices tools)
{
    private AgentEditorModel? _model;

    /// <summary>The agent's id; null on the page for a new agent.</summary>
    [Parameter]
    public string? Id { get; set; }

    private string PageName => this switch
    {
        { Id: null } => AgentsText.NewTitle,
        { _model.Draft: not null } => _model.SavedName,
        _ => AgentsText.Title,
    };

    protected override async Task OnParametersSetAsync()
    {
        var isKnown = AgentId.TryParse(Id, out var id);
        if (_model is { IsNew: false } && _model.Id == id)
        {
            // The new agent has just been saved and the address follows: the page goes on with what it has.
            return;
        }

        _model = null;
        var user = await current.GetAsync();
        var model = new AgentEditorModel(agents, lines, keys, time, user.AccountId) { RemoveToolsAsync = (agent, token) => new AgentToolsModel(tools, user, agent).RemoveAllAsync(token) };
        if (Id is null || isKnown)
        {
            await model.LoadAsync(Id is null ? null : id, CancellationToken.None);
        }

        _model = model;
    }
}
