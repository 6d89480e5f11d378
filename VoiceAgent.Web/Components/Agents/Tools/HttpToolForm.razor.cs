using Microsoft.AspNetCore.Components;

namespace VoiceAgent.Web.Components.Agents.Tools;

/// <summary>A new or changed HTTP tool.</summary>
public sealed partial class HttpToolForm
{
    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

    private bool _isBusy;
    private string? _problem;

    [Parameter, EditorRequired]
    public HttpToolDraft Draft { get; set; } = default!;

    [Parameter, EditorRequired]
    public AgentToolsModel Model { get; set; } = default!;

    /// <summary>Saved or given up.</summary>
    [Parameter]
    public EventCallback OnDone { get; set; }

    private async Task SaveAsync()
    {
        _isBusy = true;
        _problem = await Model.SaveToolAsync(Draft, CancellationToken.None);
        _isBusy = false;
        if (_problem is null)
        {
            await OnDone.InvokeAsync();
        }
    }

    private Task CancelAsync() => OnDone.InvokeAsync();
}
