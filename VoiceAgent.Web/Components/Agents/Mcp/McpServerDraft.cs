using VoiceAgent.Core.Tools.Mcp;
using VoiceAgent.Web.Components.Agents.Tools;

namespace VoiceAgent.Web.Components.Agents.Mcp;

/// <summary>An MCP server while it is edited.</summary>
public sealed class McpServerDraft
{
    public McpServerId Id { get; private init; } = McpServerId.New();

    public string? Name { get; set; }

    public string? Url { get; set; } = "https://";

    public int TimeoutSeconds { get; set; } = 10;

    public List<SecretRow> Secrets { get; private init; } = [];

    public static McpServerDraft From(McpServer server)
    {
        ArgumentNullException.ThrowIfNull(server);
        return new McpServerDraft
        {
            Id = server.Id,
            Name = server.Name,
            Url = server.Url,
            TimeoutSeconds = (int)server.Timeout.TotalSeconds,
            Secrets = [.. server.SecretHeaders.Select(header => new SecretRow { Header = header, IsStored = true })],
        };
    }

    public IReadOnlyList<SecretRow> NamedSecrets() => [.. Secrets.Where(row => !string.IsNullOrWhiteSpace(row.Header))];

    /// <summary>The server as edited. Under another name or address its tools are to be listed, and chosen, anew.</summary>
    public McpServer ToServer(McpServer? before)
    {
        var server = new McpServer
        {
            Id = Id,
            Name = (Name ?? string.Empty).Trim(),
            Url = (Url ?? string.Empty).Trim(),
            Timeout = TimeSpan.FromSeconds(TimeoutSeconds),
            SecretHeaders = [.. NamedSecrets().Select(row => row.Header!.Trim())],
        };
        return before is null || before.Name != server.Name || before.Url != server.Url ? server
            : server with { Chosen = before.Chosen, Listed = before.Listed, ListedAt = before.ListedAt };
    }
}
