using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace VoiceAgent.Web.Components.Layout;

/// <summary>
/// A page just come to is read from its heading. Unlike the framework's own component it leaves the focus where it is when the visitor
/// already types: on a slow line the page can be used before this runs.
/// </summary>
public sealed class FocusHeading(IJSRuntime script) : ComponentBase
{
    private Type? _focusedPage;

    [Parameter, EditorRequired]
    public Microsoft.AspNetCore.Components.RouteData RouteData { get; set; } = default!;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (RouteData.PageType != _focusedPage)
        {
            _focusedPage = RouteData.PageType;
            await script.InvokeVoidAsync("voiceAgent.focusHeading");
        }
    }
}
