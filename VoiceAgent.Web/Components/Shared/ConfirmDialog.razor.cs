using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace VoiceAgent.Web.Components.Shared;

/// <summary>Asks before something is lost. Escape and the backdrop mean no; the dialog's focus trap gives the focus back to the opener.</summary>
public sealed partial class ConfirmDialog
{
    [Parameter, EditorRequired]
    public string Title { get; set; } = default!;

    [Parameter, EditorRequired]
    public IReadOnlyList<string> Lines { get; set; } = default!;

    [Parameter, EditorRequired]
    public string ConfirmText { get; set; } = default!;

    [Parameter]
    public string CancelText { get; set; } = SharedText.Cancel;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = default!;

    private void Cancel() => Dialog.Cancel();

    private void Confirm() => Dialog.Close();
}
