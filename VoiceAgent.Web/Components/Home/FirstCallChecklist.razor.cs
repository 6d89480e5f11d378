using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Telephony;
using VoiceAgent.Web.Hosting;

namespace VoiceAgent.Web.Components.Home;

/// <summary>What is left to do before the first call; gone when everything is done.</summary>
public sealed partial class FirstCallChecklist(
    ICallReadinessService readiness,
    AgentRepository agents,
    PhoneLines lines,
    CallRepository calls,
    CurrentAccount current)
{
    private ChecklistModel? _model;

    protected override async Task OnInitializedAsync()
    {
        var model = new ChecklistModel(readiness, agents, lines, calls);
        await model.LoadAsync((await current.GetAsync()).AccountId, CancellationToken.None);
        _model = model;
    }
}
