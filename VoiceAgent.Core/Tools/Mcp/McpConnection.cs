using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace VoiceAgent.Core.Tools.Mcp;

/// <summary>An open session with a server. Disposing ends it at the server too, within a bound.</summary>
internal sealed class McpConnection(McpClient client, HttpClient http, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(2);

    // More pages than a list of the longest allowed length can have are not asked for.
    private const int MaxPages = 20;

    public async Task<List<Tool>> ListToolsAsync(CancellationToken cancellationToken)
    {
        var tools = new List<Tool>();
        string? cursor = null;
        for (var page = 0; page < MaxPages; page++)
        {
            var part = await client.ListToolsAsync(new ListToolsRequestParams { Cursor = cursor }, cancellationToken);
            tools.AddRange(part.Tools);
            cursor = part.NextCursor;
            if (string.IsNullOrEmpty(cursor) || tools.Count > 2 * McpCatalog.MaxTools)
            {
                break;
            }
        }

        return tools;
    }

    public async Task<CallToolResult> CallAsync(string tool, IReadOnlyDictionary<string, object?> arguments, CancellationToken cancellationToken) =>
        await client.CallToolAsync(tool, arguments, cancellationToken: cancellationToken);

    public async ValueTask DisposeAsync()
    {
        try
        {
            await client.DisposeAsync().AsTask().WaitAsync(CloseLimit, time);
        }
        catch (Exception exception) when (McpTrouble.Is(exception) || exception is OperationCanceledException)
        {
            // The server is gone or does not care; nothing of it is used any more.
        }
        finally
        {
            http.Dispose();
        }
    }
}
