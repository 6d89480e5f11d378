using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace VoiceAgent.Web.Components.Shared;

/// <summary>
/// Scrolls to the part of the page that its address names (<c>/settings#telephony</c>). Rendered after content that loads when the
/// navigation has already ended.
/// </summary>
public sealed class RevealFragment(NavigationManager navigation, IJSRuntime script) : ComponentBase
{
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        var fragment = new Uri(navigation.Uri).Fragment;
        if (firstRender && fragment.Length > 1)
        {
            await script.InvokeVoidAsync("voiceAgent.reveal", fragment[1..]);
        }
    }
}
