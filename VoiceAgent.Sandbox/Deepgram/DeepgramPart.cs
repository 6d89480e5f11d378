using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using VoiceAgent.Sandbox.Deepgram.Flux;
using VoiceAgent.Sandbox.Exchanges;
using VoiceAgent.Sandbox.Faults;
using VoiceAgent.Sandbox.Keys;

namespace VoiceAgent.Sandbox.Deepgram;

/// <summary>Deepgram: the key check, the model list and streaming speech-to-text (<c>/v1/listen</c> and, for Flux, <c>/v2/listen</c>).</summary>
internal sealed class DeepgramPart(SandboxState state) : ISandboxPart
{
    public string Slug => "deepgram";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/auth/token", Exchange.KeyCheck(state, Slug, CheckKeyAsync));
        routes.MapGet("/v1/models", Exchange.KeyCheck(state, Slug, ListModelsAsync));
        routes.MapGet("/v1/listen", Exchange.Call(state, Slug, ListenAsync));
        routes.MapGet("/v2/listen", Exchange.Call(state, Slug, ListenToTurnsAsync));
    }

    private static async Task CheckKeyAsync(Exchange exchange)
    {
        var request = Begin(exchange);
        var key = KeyOf(exchange.Http.Request, out _);
        var refusal = FaultRefusal(exchange) ?? key switch
        {
            SandboxKeyState.Missing or SandboxKeyState.Invalid => DeepgramRefusal.InvalidKey,
            SandboxKeyState.RateLimited => DeepgramRefusal.TooManyRequests,
            _ => null,
        };
        if (refusal is not null)
        {
            await refusal.AnswerAsync(exchange, request);
            return;
        }

        await exchange.AnswerAsync(StatusCodes.Status200OK, SandboxJson.Write(new
        {
            api_key_id = Guid.NewGuid(),
            scopes = key is SandboxKeyState.Limited ? new[] { "usage:read" } : ["usage:write", "usage:read"],
            created = "2026-01-01T00:00:00.000Z",
        }));
    }

    private static async Task ListModelsAsync(Exchange exchange)
    {
        var request = Begin(exchange);
        var refusal = FaultRefusal(exchange) ?? (KeyOf(exchange.Http.Request, out _) switch
        {
            SandboxKeyState.Missing or SandboxKeyState.Invalid => DeepgramRefusal.InvalidKey,
            SandboxKeyState.RateLimited => DeepgramRefusal.TooManyRequests,
            _ => null,
        });
        await (refusal?.AnswerAsync(exchange, request) ?? exchange.AnswerAsync(StatusCodes.Status200OK, DeepgramModels.List()));
    }

    private static async Task ListenAsync(Exchange exchange)
    {
        var request = Begin(exchange);
        var refusal = Refuse(exchange, out var subProtocol);
        ListenOptions? options = null;
        refusal ??= ListenOptions.Read(exchange.Http.Request.Query, out options);
        if (refusal is not null || options is null || !exchange.Http.WebSockets.IsWebSocketRequest)
        {
            await (refusal ?? DeepgramRefusal.NoUpgrade).AnswerAsync(exchange, request);
            return;
        }

        using var socket = await exchange.AcceptSocketAsync(subProtocol);
        socket.CloseReason = DeepgramMessages.Net0000;
        await using var session = new ListenSession(exchange, socket, options, request);
        await session.RunAsync();
    }

    private static async Task ListenToTurnsAsync(Exchange exchange)
    {
        var request = Begin(exchange);
        var refusal = Refuse(exchange, out var subProtocol);
        FluxOptions? options = null;
        refusal ??= FluxOptions.Read(exchange.Http.Request.Query, out options);
        if (refusal is not null || options is null || !exchange.Http.WebSockets.IsWebSocketRequest)
        {
            await (refusal ?? DeepgramRefusal.NoUpgrade).AnswerAsync(exchange, request);
            return;
        }

        using var socket = await exchange.AcceptSocketAsync(subProtocol);
        socket.ErrorMessage = FluxSession.Error(1, "INTERNAL_SERVER_ERROR", "An internal error occurred.");
        await new FluxSession(exchange, socket, options, request).RunAsync();
    }

    private static DeepgramRefusal? Refuse(Exchange exchange, out string? subProtocol)
    {
        var key = KeyOf(exchange.Http.Request, out subProtocol);
        return FaultRefusal(exchange) ?? key switch
        {
            SandboxKeyState.Valid => null,
            SandboxKeyState.WithoutCredit => DeepgramRefusal.NoCredit,
            SandboxKeyState.Limited => DeepgramRefusal.FewRights,
            SandboxKeyState.RateLimited => DeepgramRefusal.TooManyRequests,
            _ => DeepgramRefusal.InvalidKey,
        };
    }

    private static Guid Begin(Exchange exchange)
    {
        var request = Guid.NewGuid();
        exchange.Http.Response.Headers["dg-request-id"] = request.ToString();
        return request;
    }

    // A key goes with the word Token. Bearer is for temporary tokens only, which the sandbox does not give out.
    private static SandboxKeyState KeyOf(HttpRequest request, out string? subProtocol)
    {
        subProtocol = null;
        var offered = request.HttpContext.WebSockets.WebSocketRequestedProtocols;
        if (request.Headers.Authorization.Count is 0 && offered.Count is 2 && offered[0] is "token")
        {
            subProtocol = "token";
            return SandboxKeys.Check("deepgram", offered[1]);
        }

        const string Scheme = "Token ";
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? SandboxKeys.Check("deepgram", header[Scheme.Length..].Trim())
            : header.Length is 0 ? SandboxKeyState.Missing : SandboxKeyState.Invalid;
    }

    private static DeepgramRefusal? FaultRefusal(Exchange exchange) => exchange.Faults.Refusal switch
    {
        null => null,
        { Kind: FaultKind.Quota } => DeepgramRefusal.NoCredit,
        { Value: var status } => DeepgramRefusal.ForStatus(status),
    };
}
