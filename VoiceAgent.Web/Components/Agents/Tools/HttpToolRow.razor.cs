using Microsoft.AspNetCore.Components;
using MudBlazor;
using VoiceAgent.Core.Tools.Http;
using VoiceAgent.Web.Components.Shared;

namespace VoiceAgent.Web.Components.Agents.Tools;

/// <summary>A saved HTTP tool, which can be tried, edited and removed.</summary>
public sealed partial class HttpToolRow(IDialogService dialogs)
{
    private string? _sample = "{}";
    private bool _isBusy;
    private HttpToolAnswer? _answer;

    [Parameter, EditorRequired]
    public HttpTool Tool { get; set; } = default!;

    [Parameter, EditorRequired]
    public AgentToolsModel Model { get; set; } = default!;

    [Parameter]
    public EventCallback<HttpTool> OnEdit { get; set; }

    [Parameter]
    public EventCallback OnRemoved { get; set; }

    private string TryText => _isBusy ? ToolsText.Trying : ToolsText.TryIt;

    private StatusTone AnswerTone => _answer is { IsFailure: true } ? StatusTone.Attention : StatusTone.Good;

    private string Summary => _answer is null ? string.Empty : ToolsText.Outcome(_answer.IsFailure, _answer.Status, _answer.Duration);

    private async Task TryAsync()
    {
        _isBusy = true;
        _answer = await Model.TryAsync(Tool, _sample, CancellationToken.None);
        _isBusy = false;
    }

    private Task EditAsync() => OnEdit.InvokeAsync(Tool);

    private async Task RemoveAsync()
    {
        if (await dialogs.ConfirmAsync(new Confirmation(ToolsText.RemoveTitle, [ToolsText.RemoveLine(Tool.Name)], ToolsText.Remove)))
        {
            await Model.RemoveToolAsync(Tool, CancellationToken.None);
            await OnRemoved.InvokeAsync();
        }
    }
}
