using Microsoft.AspNetCore.Components;
using VoiceAgent.Core.Tools.Http;
using VoiceAgent.Web.Hosting;

namespace VoiceAgent.Web.Components.Agents.Tools;

/// <summary>Says which secret headers of a saved tool cannot be read any more, and the way out.</summary>
public sealed partial class UnreadableSecrets(ToolServices services, CurrentAccount current)
{
    private HttpTool? _looked;
    private IReadOnlyList<string> _headers = [];

    [Parameter, EditorRequired]
    public HttpTool Tool { get; set; } = default!;

    /// <summary>Every saving makes another record.</summary>
    protected override async Task OnParametersSetAsync()
    {
        if (ReferenceEquals(_looked, Tool))
        {
            return;
        }

        _looked = Tool;
        _headers = Tool.SecretHeaders.Count == 0
            ? []
            : await services.Secrets.ListUnreadableAsync((await current.GetAsync()).AccountId, Tool.Id.ToString(), CancellationToken.None);
    }
}
