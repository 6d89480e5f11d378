using System.Text.RegularExpressions;
using VoiceAgent.Core.Tools.Http;
using VoiceAgent.Core.Tools.Outbound;

namespace VoiceAgent.Core.Tools.Mcp;

/// <summary>What an MCP server must be to be used. Messages are for its owner.</summary>
public static partial class McpServerCheck
{
    /// <summary>Servers of one agent.</summary>
    public const int MaxServers = 5;

    // The protocol's own.
    private static readonly string[] OwnHeaders = ["Accept", "Last-Event-ID", "Mcp-Session-Id", "MCP-Protocol-Version"];

    /// <summary>Host and port that it is reached at, in lower case; null when its address cannot be read.</summary>
    public static string? HostOf(McpServer server)
    {
        ArgumentNullException.ThrowIfNull(server);
        return Uri.TryCreate(server.Url, UriKind.Absolute, out var address) ? $"{address.IdnHost}:{address.Port}" : null;
    }

    /// <summary>The first thing that is wrong, or null.</summary>
    public static string? FindProblem(McpServer server, OutboundHttp outbound)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(outbound);
        return !Name().IsMatch(server.Name) ? "A server's name has 1 to 20 lower-case letters, digits and _, and begins with a letter."
            : server.Url.Length > 2000 ? "The address has at most 2,000 characters."
            : outbound.FindProblem(Uri.TryCreate(server.Url, UriKind.Absolute, out var address) ? address : null) is { } refused ? refused
            : server.Timeout < TimeSpan.FromSeconds(1) || server.Timeout > TimeSpan.FromSeconds(30) ? "The time limit is between 1 and 30 seconds."
            : server.SecretHeaders.FirstOrDefault(name => OwnHeaders.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } own ? $"The header {own} is set by the server itself."
            : HttpToolCheck.FindHeaderProblem([], server.SecretHeaders);
    }

    [GeneratedRegex(@"^[a-z][a-z0-9_]{0,19}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
