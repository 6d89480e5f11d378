using MudBlazor;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Telephony;
using VoiceAgent.Web.Components.Shared;
using VoiceAgent.Web.Hosting;

namespace VoiceAgent.Web.Components.Numbers;

/// <summary>The account's numbers and who answers them.</summary>
public sealed partial class NumbersPage(PhoneLines lines, AgentRepository agents, INumberImport import, CurrentAccount current, IDialogService dialogs)
{
    private NumbersModel? _model;

    protected override async Task OnInitializedAsync()
    {
        var model = new NumbersModel(lines, agents, import, (await current.GetAsync()).AccountId);
        await model.LoadAsync(CancellationToken.None);
        _model = model;
    }

    private async Task AssignAsync(NumberAssignment assignment)
    {
        if (_model is not null)
        {
            await _model.AssignAsync(assignment.Number, assignment.Agent, CancellationToken.None);
        }
    }

    private async Task RemoveAsync(string number)
    {
        if (_model is not null && await dialogs.ConfirmAsync(NumbersText.RemoveQuestion(number)))
        {
            await _model.RemoveAsync(number, CancellationToken.None);
        }
    }
}
