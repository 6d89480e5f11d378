using Microsoft.AspNetCore.Components;
using MudBlazor;
using VoiceAgent.Core.Tools.Mcp;
using VoiceAgent.Web.Components.Agents.Tools;
using VoiceAgent.Web.Components.Shared;

namespace VoiceAgent.Web.Components.Agents.Mcp;

/// <summary>A saved MCP server, which can be asked for its tools, edited and removed.</summary>
public sealed partial class McpServerRow(IDialogService dialogs)
{
    private bool _isBusy;
    private McpListing? _listing;

    [Parameter, EditorRequired]
    public McpServer Server { get; set; } = default!;

    [Parameter, EditorRequired]
    public McpServersModel Model { get; set; } = default!;

    [Parameter]
    public EventCallback<McpServer> OnEdit { get; set; }

    /// <summary>The servers are no longer what they were.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    private string ListText => _isBusy ? McpText.Listing : McpText.List;

    private StatusTone ListingTone => _listing is { Problem: not null } ? StatusTone.Attention : StatusTone.Good;

    private string? Summary => _listing?.Problem ?? McpText.Listed(_listing?.Server?.Listed.Count ?? 0, _listing?.LeftOut ?? 0);

    private IEnumerable<string> Gone => Server.Chosen.Where(name => Server.Listed.All(tool => tool.Name != name));

    private static string EffectOf(McpTool tool) => tool.IsDestructive ? McpText.Destructive : tool.ChangesSomething ? McpText.Changes : McpText.ReadsOnly;

    private bool IsChosen(string tool) => Server.Chosen.Contains(tool, StringComparer.Ordinal);

    private async Task ListAsync()
    {
        _isBusy = true;
        _listing = await Model.ListAsync(Server, CancellationToken.None);
        _isBusy = false;
        await OnChanged.InvokeAsync();
    }

    private async Task ChooseAsync(string tool, bool isChosen)
    {
        await Model.ChooseAsync(Server, tool, isChosen, CancellationToken.None);
        await OnChanged.InvokeAsync();
    }

    private Task EditAsync() => OnEdit.InvokeAsync(Server);

    private async Task RemoveAsync()
    {
        if (await dialogs.ConfirmAsync(new Confirmation(McpText.RemoveTitle, [McpText.RemoveLine(Server.Name)], ToolsText.Remove)))
        {
            await Model.RemoveAsync(Server, CancellationToken.None);
            await OnChanged.InvokeAsync();
        }
    }
}
