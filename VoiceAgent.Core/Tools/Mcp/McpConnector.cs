using Microsoft.Extensions.Options;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Tools.Outbound;
using VoiceAgent.Core.Tools.Running;
using VoiceAgent.Core.Tools.Secrets;

namespace VoiceAgent.Core.Tools.Mcp;

/// <summary>
/// Opens sessions with MCP servers, over Streamable HTTP only and through <see cref="OutboundHttp"/>. Nothing is offered to a server: no
/// sampling, no roots, no questions to the user. Thread-safe.
/// </summary>
public sealed class McpConnector(OutboundHttp outbound, ToolSecrets secrets, IOptions<ToolOptions> options, TimeProvider time)
{
    // A server that does not know the newest revision may leave its first question unanswered.
    private static readonly TimeSpan ProbeLimit = TimeSpan.FromSeconds(2);

    /// <summary>Throws what <see cref="McpTrouble.Describe(Exception)"/> puts into words.</summary>
    /// <param name="account">Whose server it is.</param>
    /// <param name="server">The server.</param>
    /// <param name="listChanged">Told when the server says, within an answer, that its tools have changed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<McpConnection> ConnectAsync(AccountId account, McpServer server, Action listChanged, CancellationToken cancellationToken)
    {
        if (outbound.FindProblem(Uri.TryCreate(server.Url, UriKind.Absolute, out var address) ? address : null) is { } refused)
        {
            throw new McpRefusedException(refused);
        }

        var headers = await HeadersAsync(account, server, cancellationToken);
        var http = new HttpClient(new BoundedAnswers(outbound.Handler, options.Value.MaxMcpResponseBytes)) { Timeout = Timeout.InfiniteTimeSpan };
        try
        {
            var transport = new HttpClientTransport(
                new HttpClientTransportOptions
                {
                    Endpoint = address!,
                    TransportMode = HttpTransportMode.StreamableHttp,
                    EnableStandaloneGetStream = false,
                    MaxReconnectionAttempts = 1,
                    AdditionalHeaders = headers,
                },
                http);
            var client = await McpClient.CreateAsync(transport, ClientOptions(server, listChanged), cancellationToken: cancellationToken);
            return new McpConnection(client, http, time);
        }
        catch
        {
            http.Dispose();
            throw;
        }
    }

    private static McpClientOptions ClientOptions(McpServer server, Action listChanged) => new()
    {
        ClientInfo = new Implementation { Name = "VoiceAgent", Version = "1" },
        InitializationTimeout = server.Timeout,
        DiscoverProbeTimeout = ProbeLimit,
        Handlers = new McpClientHandlers
        {
            NotificationHandlers =
            [
                new(NotificationMethods.ToolListChangedNotification, (_, _) =>
                {
                    listChanged();
                    return ValueTask.CompletedTask;
                }),
            ],
        },
    };

    private async Task<Dictionary<string, string>> HeadersAsync(AccountId account, McpServer server, CancellationToken cancellationToken)
    {
        if (server.SecretHeaders.Count == 0)
        {
            return [];
        }

        try
        {
            var opened = await secrets.OpenAsync(account, server.Id.ToString(), McpServerCheck.HostOf(server)!, cancellationToken);
            return opened is not null && opened.Count == server.SecretHeaders.Count
                ? opened.ToDictionary(header => header.Key, header => header.Value, StringComparer.OrdinalIgnoreCase)
                : throw new McpRefusedException("A secret header of the MCP server has to be entered again by its owner.");
        }
        catch (VaultLockedException)
        {
            throw new McpRefusedException("The MCP server cannot be used at the moment, because the key vault is locked.");
        }
    }
}
