using System.Text.Json;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Tools.Running;

namespace VoiceAgent.Core.Tools.Mcp;

/// <summary>
/// The chosen tools of an agent's MCP servers, as their servers told of them last. A server that is down costs a call no time: its tools are
/// there, and fail when they are run.
/// </summary>
public sealed class McpTools(McpConnector connector, AccountBudget budget, McpLists lists) : IToolSource
{
    public ValueTask<IReadOnlyList<ITool>> OpenAsync(ToolScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var opened = new List<ITool>();
        foreach (var server in scope.Toolset.McpServers)
        {
            var question = new McpQuestion(scope.Account, scope.Agent.Id, server);
            if (server.Chosen.Count > 0)
            {
                lists.AskWhenOld(question);
            }

            var session = new McpSession(connector, budget, scope.Account, server, () => lists.AskSoon(question));
            opened.AddRange(server.Listed.Where(tool => server.Chosen.Contains(tool.Name, StringComparer.Ordinal)).Select(tool => new Opened(session, server, tool)));
        }

        return ValueTask.FromResult<IReadOnlyList<ITool>>(opened);
    }

    private sealed class Opened(McpSession session, McpServer server, McpTool tool) : ITool, IAsyncDisposable
    {
        // The server is given all of its time.
        private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

        public ToolDefinition Definition { get; } = new() { Name = tool.ModelName, Description = tool.Description, Parameters = JsonElement.Parse(tool.Schema) };

        public bool ChangesSomething => tool.ChangesSomething;

        public TimeSpan Timeout => server.Timeout + Grace;

        public Task<ToolResult> RunAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken) =>
            session.CallAsync(tool.Name, arguments, cancellationToken);

        public ValueTask DisposeAsync() => session.DisposeAsync();
    }
}
