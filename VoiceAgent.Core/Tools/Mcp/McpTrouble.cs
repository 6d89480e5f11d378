using System.Globalization;
using System.Net;
using System.Text.Json;
using ModelContextProtocol;
using VoiceAgent.Core.Tools.Outbound;

namespace VoiceAgent.Core.Tools.Mcp;

/// <summary>Puts what goes wrong with a server into words for the model and the owner, without addresses and headers. Pure.</summary>
internal static class McpTrouble
{
    public const string Late = "The MCP server did not answer in time.";

    private const int MaxServersWords = 300;

    /// <summary>Whether the exception is of a kind that talking to a server brings; any other is our own fault.</summary>
    public static bool Is(Exception exception) =>
        exception is McpRefusedException or McpException or HttpRequestException or IOException or JsonException or TimeoutException or InvalidOperationException;

    /// <summary>Whether the connection is of no use any more.</summary>
    public static bool EndsConnection(Exception exception) => exception is not (McpProtocolException or McpRefusedException);

    public static string Describe(Exception exception)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            switch (inner)
            {
                case OutboundRefusedException:
                    return OutboundRefusedException.Words;
                case AnswerTooLongException or McpRefusedException:
                    return inner.Message;
                case HttpRequestException { StatusCode: { } status }:
                    return Describe(status);
                case TimeoutException:
                    return Late;
                default:
                    break;
            }
        }

        return exception switch
        {
            McpProtocolException told => $"The MCP server says: {Bounded(told.Message)}",
            HttpRequestException => "The MCP server could not be reached.",
            IOException => "The MCP server broke off the connection.",
            _ => "What answered is no MCP server, or not over Streamable HTTP.",
        };
    }

    private static string Describe(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => "The MCP server refused the credentials. Its owner has to check the secret headers.",
        HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed => "There is no MCP server at the address.",
        >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => "The MCP server answered with a redirect, which is not followed. Its address has to be the final one.",
        _ => string.Create(CultureInfo.InvariantCulture, $"The MCP server answered with status {(int)status}."),
    };

    private static string Bounded(string words) => words.Length <= MaxServersWords ? words : words[..MaxServersWords];
}
