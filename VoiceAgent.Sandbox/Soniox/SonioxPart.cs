using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using VoiceAgent.Sandbox.Exchanges;
using VoiceAgent.Sandbox.Faults;
using VoiceAgent.Sandbox.Keys;

namespace VoiceAgent.Sandbox.Soniox;

/// <summary>
/// Soniox: the model list, which is the key check and does not look at the balance, and the real-time socket
/// (<c>/transcribe-websocket</c>).
/// </summary>
internal sealed class SonioxPart(SandboxState state) : ISandboxPart
{
    private const string Scheme = "Bearer ";

    public string Slug => "soniox";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/models", Exchange.KeyCheck(state, Slug, ListModelsAsync));
        routes.MapGet("/transcribe-websocket", Exchange.Call(state, Slug, TranscribeAsync));
    }

    private static async Task TranscribeAsync(Exchange exchange)
    {
        if (!exchange.Http.WebSockets.IsWebSocketRequest)
        {
            await RefuseAsync(exchange, 400, "invalid_request", "Expected a WebSocket upgrade.");
            return;
        }

        // The key comes with the upgrade, as a header or as the second of two sub-protocols, or in the first message.
        var offered = exchange.Http.WebSockets.WebSocketRequestedProtocols;
        var header = exchange.Http.Request.Headers.Authorization.ToString();
        var isOffered = offered.Count is 2 && offered[0] is "soniox-api-key";
        var key = header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : isOffered ? offered[1] : null;
        using var socket = await exchange.AcceptSocketAsync(isOffered ? offered[0] : null);
        socket.ErrorMessage = SonioxError.CannotContinue.Json;
        await new TranscribeSession(exchange, socket, key).RunAsync();
    }

    private static Task ListModelsAsync(Exchange exchange)
    {
        var header = exchange.Http.Request.Headers.Authorization.ToString();
        var key = SandboxKeys.Check("soniox", header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : "");
        return (exchange.Faults.Refusal, key) switch
        {
            ({ Kind: FaultKind.Quota }, _) => RefuseAsync(exchange, 402, "organization_balance_exhausted", "Organization balance exhausted. Please either add funds manually or enable autopay."),
            ({ } fault, _) => RefuseAsync(exchange, fault.Value, TypeOf(fault.Value), "The server had an error processing your request."),
            (_, SandboxKeyState.Missing or SandboxKeyState.Invalid) => RefuseAsync(
                exchange, 401, "unauthenticated", "Incorrect API key provided. You can get an API key at https://console.soniox.com"),
            (_, SandboxKeyState.Limited) => RefuseAsync(exchange, 403, "permission_denied", "The API key may not list models."),
            (_, SandboxKeyState.RateLimited) => RefuseAsync(exchange, 429, "limit_exceeded", "Rate limit for your organization has been exceeded."),
            _ => exchange.AnswerAsync(StatusCodes.Status200OK, SandboxJson.Write(new { models = new[] { Model("stt-rt-v5", "real_time"), Model("stt-async-v5", "async") } })),
        };
    }

    private static object Model(string id, string mode) => new
    {
        id,
        aliased_model_id = (string?)null,
        name = id,
        context_version = 2,
        transcription_mode = mode,
        languages = new[] { new { code = "en", name = "English" }, new { code = "de", name = "German" } },
        supports_language_hints_strict = true,
        supports_max_endpoint_delay = true,
        supports_endpoint_sensitivity = true,
        supports_endpoint_latency_adjustment = true,
        endpoint_latency_adjustment_max_level = 3,
        translation_targets = Array.Empty<object>(),
        two_way_translation_pairs = Array.Empty<object>(),
        one_way_translation = "all_languages",
        two_way_translation = "all_languages",
    };

    private static string TypeOf(int status) => status switch
    {
        401 => "unauthenticated",
        402 => "organization_balance_exhausted",
        403 => "permission_denied",
        408 => "request_timeout",
        429 => "limit_exceeded",
        503 => "service_unavailable",
        >= 500 => "internal_error",
        _ => "invalid_request",
    };

    private static Task RefuseAsync(Exchange exchange, int status, string type, string message) => exchange.AnswerAsync(status, SandboxJson.Write(new
    {
        status_code = status,
        error_type = type,
        message,
        validation_errors = Array.Empty<object>(),
        request_id = Guid.NewGuid(),
        more_info = "https://soniox.com/docs/api-reference/errors#" + type.Replace('_', '-'),
    }));
}
