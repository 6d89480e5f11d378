using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace VoiceAgent.Web.Components.Shared;

/// <summary>Text the user needs elsewhere, with a button that copies it.</summary>
public sealed partial class CopyField(IJSRuntime script)
{
    private string? _outcome;

    [Parameter, EditorRequired]
    public string Text { get; set; } = default!;

    /// <summary>What is copied, for the button's name: "webhook address".</summary>
    [Parameter, EditorRequired]
    public string Label { get; set; } = default!;

    private async Task CopyAsync()
    {
        try
        {
            await script.InvokeVoidAsync("navigator.clipboard.writeText", Text);
            _outcome = SharedText.Copied;
        }
        catch (JSException)
        {
            // Browsers refuse the clipboard to pages that are neither HTTPS nor localhost.
            _outcome = SharedText.CopyFailed;
        }
    }
}
