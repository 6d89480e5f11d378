using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using MudBlazor;

namespace VoiceAgent.Web.Components.Shared;

/// <summary>Asks before the user walks away from input that is not saved.</summary>
public sealed partial class UnsavedChanges(IDialogService dialogs)
{
    private static readonly Confirmation Question =
        new(SharedText.UnsavedTitle, [SharedText.UnsavedText], SharedText.UnsavedLeave, SharedText.UnsavedStay);

    /// <summary>Asked at the moment of leaving, so that a page may save and leave in one step.</summary>
    [Parameter, EditorRequired]
    public Func<bool> HasChanges { get; set; } = default!;

    private async Task AskAsync(LocationChangingContext context)
    {
        if (HasChanges() && !await dialogs.ConfirmAsync(Question))
        {
            context.PreventNavigation();
        }
    }
}
