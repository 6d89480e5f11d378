using MudBlazor;

namespace VoiceAgent.Web.Components.Shared;

/// <summary>A question with a dangerous answer.</summary>
public sealed record Confirmation(string Title, IReadOnlyList<string> Lines, string ConfirmText, string CancelText = SharedText.Cancel);

internal static class ConfirmationExtensions
{
    /// <summary>True only when the user pressed the confirming button.</summary>
    public static async Task<bool> ConfirmAsync(this IDialogService dialogs, Confirmation question)
    {
        var parameters = new DialogParameters<ConfirmDialog>
        {
            { dialog => dialog.Title, question.Title },
            { dialog => dialog.Lines, question.Lines },
            { dialog => dialog.ConfirmText, question.ConfirmText },
            { dialog => dialog.CancelText, question.CancelText },
        };
        var options = new DialogOptions { MaxWidth = MaxWidth.Small, CloseOnEscapeKey = true, DefaultFocus = DefaultFocus.FirstChild };
        var dialog = await dialogs.ShowAsync<ConfirmDialog>(question.Title, parameters, options);
        return await dialog.Result is { Canceled: false };
    }
}
