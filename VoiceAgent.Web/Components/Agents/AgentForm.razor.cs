using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;
using VoiceAgent.Web.Components.Shared;

namespace VoiceAgent.Web.Components.Agents;

/// <summary>The form of the agent editor: saves, deletes, and lets nobody leave unsaved input by accident.</summary>
public sealed partial class AgentForm(IDialogService dialogs, NavigationManager navigation, IJSRuntime script)
{
    private bool _isSaving;
    private bool _isSaved;
    private bool _isRefused;

    [Parameter, EditorRequired]
    public AgentEditorModel Model { get; set; } = default!;

    [Parameter, EditorRequired]
    public AgentDraft Draft { get; set; } = default!;

    /// <summary>Raised after a successful save, when the page's title may have changed.</summary>
    [Parameter]
    public EventCallback OnSaved { get; set; }

    private string SaveText => (_isSaving, Model.IsNew) switch
    {
        (true, _) => AgentsText.Saving,
        (_, true) => AgentsText.Create,
        _ => AgentsText.Save,
    };

    private string? Outcome => this switch
    {
        { Model.IsGone: true } => AgentsText.Gone,
        { Model.HasProblems: true } => AgentsText.HasProblems,
        { _isSaved: true, Model.HasChanges: false } => AgentsText.Saved,
        _ => null,
    };

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_isRefused)
        {
            _isRefused = false;
            await script.InvokeVoidAsync("voiceAgent.focusRefused");
        }
    }

    private bool HasChanges() => Model.HasChanges;

    private async Task SaveAsync()
    {
        (_isSaving, _isSaved) = (true, false);
        var wasNew = Model.IsNew;
        try
        {
            _isSaved = await Model.SaveAsync(CancellationToken.None);
        }
        finally
        {
            _isSaving = false;
        }

        _isRefused = Model.HasProblems;

        if (_isSaved)
        {
            await OnSaved.InvokeAsync();
            if (wasNew)
            {
                navigation.NavigateTo($"/agents/{Model.Id}", new NavigationOptions { ReplaceHistoryEntry = true });
            }
        }
    }

    private async Task DeleteAsync()
    {
        if (await dialogs.ConfirmAsync(AgentsText.DeleteQuestion(Model.SavedName, Model.Numbers)))
        {
            await Model.DeleteAsync(CancellationToken.None);
            navigation.NavigateTo("/agents");
        }
    }
}
