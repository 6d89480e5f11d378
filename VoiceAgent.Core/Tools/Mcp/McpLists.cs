using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Common;
using VoiceAgent.Core.Tools.Running;
using VoiceAgent.Core.Tools.Settings;

namespace VoiceAgent.Core.Tools.Mcp;

/// <summary>
/// Asks servers for their tools and keeps what they tell with the agent, so that a call begins with what is known and waits for no server.
/// Thread-safe. Disposing gives up what is being asked.
/// </summary>
public sealed partial class McpLists(McpConnector connector, AccountBudget budget, AgentToolsets toolsets, TimeProvider time, ILogger<McpLists> logger) : IAsyncDisposable
{
    /// <summary>A list that is older is asked for again when a call begins, for the calls after it.</summary>
    public static readonly TimeSpan FreshFor = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan AskLimit = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<McpServerId, byte> _asking = new();
    private readonly TaskScope _scope = new(CancellationToken.None);

    /// <summary>Asks now and keeps the answer. Never throws but for a cancellation by the caller: what goes wrong is told in the listing.</summary>
    public async Task<McpListing> ListAsync(McpQuestion question, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(question);
        using var place = budget.TryEnter(question.Account);
        if (place is null)
        {
            return McpListing.Failed("Too many requests of tools at the moment. Try again later.");
        }

        using var deadline = new Deadline(time, cancellationToken);
        deadline.Arm(AskLimit);
        try
        {
            await using var connection = await connector.ConnectAsync(question.Account, question.Server, static () => { }, deadline.Token);
            var (tools, leftOut) = McpCatalog.From(question.Server.Name, await connection.ListToolsAsync(deadline.Token));
            var server = await KeepAsync(question, tools, cancellationToken);
            return server is null ? McpListing.Failed("The server was removed.") : new McpListing(server, leftOut, null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return McpListing.Failed(McpTrouble.Late);
        }
        catch (Exception exception) when (McpTrouble.Is(exception))
        {
            return McpListing.Failed(McpTrouble.Describe(exception));
        }
    }

    /// <summary>Asks in the background, unless it is being asked already.</summary>
    internal void AskSoon(McpQuestion question)
    {
        if (_asking.TryAdd(question.Server.Id, 0))
        {
            try
            {
                _scope.Start("tools of an MCP server", token => AskAsync(question, token));
            }
            catch (ObjectDisposedException)
            {
                // The process ends.
            }
        }
    }

    /// <summary>Asks in the background for a list that is old, or was never told.</summary>
    internal void AskWhenOld(McpQuestion question)
    {
        if (question.Server.ListedAt is not { } at || time.GetUtcNow() - at >= FreshFor)
        {
            AskSoon(question);
        }
    }

    public ValueTask DisposeAsync() => _scope.DisposeAsync();

    private async Task AskAsync(McpQuestion question, CancellationToken cancellationToken)
    {
        try
        {
            if (await ListAsync(question, cancellationToken) is { Problem: not null })
            {
                LogNotListed(question.Server.Id.ToString());
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Of one account's server; the others are asked as before.
            LogBroken(question.Server.Id.ToString(), exception.GetType().Name);
        }
        finally
        {
            _asking.TryRemove(question.Server.Id, out _);
        }
    }

    private async Task<McpServer?> KeepAsync(McpQuestion question, IReadOnlyList<McpTool> tools, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var kept = await toolsets.ChangeStoredAsync(
            question.Account,
            question.Agent,
            toolset => toolset with
            {
                McpServers =
                [
                    .. toolset.McpServers.Select(server => server.Id == question.Server.Id && server.Url == question.Server.Url && server.Name == question.Server.Name
                        ? server with { Listed = tools, ListedAt = now }
                        : server),
                ],
            },
            cancellationToken);
        return kept?.McpServers.FirstOrDefault(server => server.Id == question.Server.Id);
    }

    [LoggerMessage(3110, LogLevel.Information, "The tools of MCP server {Server} could not be listed; the list from before is used")]
    private partial void LogNotListed(string server);

    [LoggerMessage(3111, LogLevel.Error, "Listing the tools of MCP server {Server} failed by our own fault ({ErrorType})")]
    private partial void LogBroken(string server, string errorType);
}

/// <summary>Which server of which agent.</summary>
/// <param name="Account">Whose agent it is.</param>
/// <param name="Agent">The agent.</param>
/// <param name="Server">The server, as saved.</param>
public sealed record McpQuestion(AccountId Account, AgentId Agent, McpServer Server);

/// <summary>What a server told of its tools.</summary>
/// <param name="Server">The server with its tools, as saved; null when it did not tell.</param>
/// <param name="LeftOut">Tools that cannot be used: beyond the limit, or with a schema that is too long or none.</param>
/// <param name="Problem">Why it did not tell, for its owner; null when it did.</param>
public sealed record McpListing(McpServer? Server, int LeftOut, string? Problem)
{
    internal static McpListing Failed(string problem) => new(null, 0, problem);
}
