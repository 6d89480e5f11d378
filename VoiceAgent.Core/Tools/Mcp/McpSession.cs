using System.Text.Json;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Tools.Running;

namespace VoiceAgent.Core.Tools.Mcp;

/// <summary>What one call has to do with one server: connects when a tool is first run, and again after the connection was lost. Thread-safe.</summary>
internal sealed class McpSession(McpConnector connector, AccountBudget budget, AccountId account, McpServer server, Action listChanged) : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private McpConnection? _connection;
    private bool _isClosed;

    /// <summary>Runs a tool. What goes wrong is told in the result; throws only when cancelled.</summary>
    public async Task<ToolResult> CallAsync(string tool, JsonElement arguments, CancellationToken cancellationToken)
    {
        using var place = budget.TryEnter(account);
        if (place is null)
        {
            return ToolResult.Failed("Too many requests of tools at the moment. Try again later.");
        }

        McpConnection? connection = null;
        try
        {
            connection = await OpenAsync(cancellationToken);
            var values = arguments.EnumerateObject().ToDictionary(property => property.Name, property => (object?)property.Value, StringComparer.Ordinal);
            return McpResult.From(await connection.CallAsync(tool, values, cancellationToken));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ToolResult.Failed(McpTrouble.Late);
        }
        catch (Exception exception) when (McpTrouble.Is(exception))
        {
            if (connection is not null && McpTrouble.EndsConnection(exception))
            {
                await DropAsync(connection, cancellationToken);
            }
            else
            {
                // Perhaps it no longer has the tool.
                listChanged();
            }

            return ToolResult.Failed(McpTrouble.Describe(exception));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync();
        _isClosed = true;
        var connection = _connection;
        _connection = null;
        _gate.Release();
        if (connection is not null)
        {
            await connection.DisposeAsync();
        }
    }

    private async Task<McpConnection> OpenAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return _isClosed ? throw new OperationCanceledException() : _connection ??= await connector.ConnectAsync(account, server, listChanged, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task DropAsync(McpConnection broken, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        var isOurs = ReferenceEquals(_connection, broken);
        _connection = isOurs ? null : _connection;
        _gate.Release();
        if (isOurs)
        {
            await broken.DisposeAsync();
        }
    }
}
