using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using VoiceAgent.Sandbox.Exchanges;
using VoiceAgent.Sandbox.Faults;
using VoiceAgent.Sandbox.Keys;

namespace VoiceAgent.Sandbox.AssemblyAI;

/// <summary>
/// AssemblyAI: the temporary token of the streaming service and the list of transcripts, the two key checks, and the streaming socket
/// (<c>/v3/ws</c>). Keys have no rights of their own, and neither check looks at the balance. The header holds the key alone, without a
/// scheme.
/// </summary>
internal sealed class AssemblyAIPart(SandboxState state) : ISandboxPart
{
    public string Slug => "assemblyai";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v3/token", Exchange.KeyCheck(state, Slug, GiveTokenAsync));
        routes.MapGet("/v2/transcript", Exchange.KeyCheck(state, Slug, ListTranscriptsAsync));
        routes.MapGet("/v3/ws", Exchange.Call(state, Slug, StreamAsync));
    }

    private static async Task StreamAsync(Exchange exchange)
    {
        if (!exchange.Http.WebSockets.IsWebSocketRequest)
        {
            await RefuseAsync(exchange, 400, "Expected a WebSocket upgrade");
            return;
        }

        if (exchange.Faults.Refusal is { Kind: FaultKind.Status, Value: >= 500 and var status })
        {
            await RefuseAsync(exchange, status, "Service unavailable");
            return;
        }

        // Everything else that is wrong shows on the open socket only.
        using var socket = await exchange.AcceptSocketAsync();
        socket.CloseReason = "Session Cancelled: An error occurred";
        socket.ErrorMessage = StreamingSession.Error(3005, "Session Cancelled: An error occurred");
        StreamingOptions? options = null;
        var refusal = RefusalOf(exchange)
            ?? (StreamingOptions.Read(exchange.Http.Request.Query, out options) is { } wrong ? (3006, "Invalid Message: " + wrong) : null);
        if (refusal is not null || options is null)
        {
            await StreamingSession.FailAsync(socket, refusal?.Code ?? 3005, refusal?.Reason ?? "Session Cancelled: An error occurred");
            await socket.DrainAsync();
            return;
        }

        await new StreamingSession(exchange, socket, options).RunAsync();
    }

    private static (int Code, string Reason)? RefusalOf(Exchange exchange)
    {
        const string NoFunds = "Unauthorized Connection: Insufficient account balance";
        const string TooMany = "Unauthorized connection: Too many concurrent sessions";
        var header = exchange.Http.Request.Headers.Authorization.ToString();
        return (exchange.Faults.Refusal, SandboxKeys.Check("assemblyai", header)) switch
        {
            ({ Kind: FaultKind.Quota } or { Value: 402 }, _) => (1008, NoFunds),
            ({ Value: 429 }, _) => (3009, TooMany),
            ({ Value: 401 or 403 }, _) => (1008, "Unauthorized Connection: Invalid API key"),
            ({ }, _) => (3005, "Session Cancelled: An error occurred"),
            (_, SandboxKeyState.Missing) => (1008, "Unauthorized Connection: Missing Authorization header"),
            (_, SandboxKeyState.Invalid) => (1008, "Unauthorized Connection: Invalid API key"),
            (_, SandboxKeyState.WithoutCredit) => (1008, NoFunds),
            (_, SandboxKeyState.RateLimited) => (1008, TooMany),
            _ => null,
        };
    }

    private static Task GiveTokenAsync(Exchange exchange)
    {
        if (Refuse(exchange) is var (status, error))
        {
            return RefuseAsync(exchange, status, error);
        }

        var query = exchange.Http.Request.Query;
        if (!IsBetween(query["expires_in_seconds"], 1, 600, out var seconds))
        {
            return RefuseAsync(exchange, 400, "expires_in_seconds must be between 1 and 600");
        }

        if (query.ContainsKey("max_session_duration_seconds") && !IsBetween(query["max_session_duration_seconds"], 60, 10_800, out _))
        {
            return RefuseAsync(exchange, 400, "max_session_duration_seconds must be between 60 and 10800");
        }

        return exchange.AnswerAsync(StatusCodes.Status200OK, SandboxJson.Write(new { token = "eyJzYW5kYm94Ijp0cnVlfQ." + Guid.NewGuid().ToString("N"), expires_in_seconds = seconds }));
    }

    private static Task ListTranscriptsAsync(Exchange exchange) => Refuse(exchange) is var (status, error)
        ? RefuseAsync(exchange, status, error)
        : exchange.AnswerAsync(StatusCodes.Status200OK, SandboxJson.Write(new
        {
            page_details = new { limit = 1, result_count = 0, current_url = "https://api.assemblyai.com/v2/transcript?limit=1", prev_url = (string?)null, next_url = (string?)null },
            transcripts = Array.Empty<object>(),
        }));

    private static (int Status, string Error)? Refuse(Exchange exchange) =>
        (exchange.Faults.Refusal, SandboxKeys.Check("assemblyai", exchange.Http.Request.Headers.Authorization)) switch
        {
            ({ Kind: FaultKind.Quota }, _) => (402, "Insufficient funds"),
            ({ } fault, _) => (fault.Value, "The request was refused"),
            (_, SandboxKeyState.Missing or SandboxKeyState.Invalid) => (401, "Authentication error, API token missing/invalid"),
            (_, SandboxKeyState.RateLimited) => (429, "Too many requests"),
            _ => null,
        };

    private static Task RefuseAsync(Exchange exchange, int status, string error) => exchange.AnswerAsync(status, SandboxJson.Write(new { error }));

    private static bool IsBetween(string? text, int least, int most, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= least && number <= most;
}
