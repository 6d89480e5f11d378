using System.Text.Json;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.LanguageModels;

namespace VoiceAgent.Core.Tools.Http;

/// <summary>The HTTP tools of an agent.</summary>
public sealed class HttpTools(HttpToolClient client) : IToolSource
{
    public ValueTask<IReadOnlyList<ITool>> OpenAsync(ToolScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        return ValueTask.FromResult<IReadOnlyList<ITool>>([.. scope.Toolset.HttpTools.Select(tool => new Opened(client, scope.Account, tool))]);
    }

    private sealed class Opened(HttpToolClient client, AccountId account, HttpTool tool) : ITool
    {
        // The request has a limit of its own, which says more.
        private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

        public ToolDefinition Definition { get; } = new() { Name = tool.Name, Description = tool.Description, Parameters = JsonElement.Parse(tool.Schema) };

        public bool ChangesSomething => tool.ChangesSomething;

        public TimeSpan Timeout => tool.Timeout + Grace;

        public async Task<ToolResult> RunAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
        {
            var answer = await client.SendAsync(new HttpToolCall(account, tool, arguments), cancellationToken);
            return answer.IsFailure ? ToolResult.Failed(answer.Text) : ToolResult.Ok(answer.Text);
        }
    }
}
