using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using VoiceAgent.Sandbox.Exchanges;
using VoiceAgent.Sandbox.Faults;
using VoiceAgent.Sandbox.Keys;

namespace VoiceAgent.Sandbox.ElevenLabs;

/// <summary>ElevenLabs: key check, lists of voices and models, HTTP streaming and the sockets <c>stream-input</c> and <c>multi-stream-input</c>.</summary>
internal sealed class ElevenLabsPart(SandboxState state) : ISandboxPart
{
    public string Slug => "elevenlabs";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/user", Exchange.KeyCheck(state, Slug, exchange => ListAsync(exchange, "user_read", () => ElevenLabsLists.User(IsSpent(exchange)))));
        routes.MapGet("/v1/voices", Exchange.KeyCheck(state, Slug, exchange => ListAsync(exchange, "voices_read", ElevenLabsLists.Voices)));
        routes.MapGet("/v1/models", Exchange.KeyCheck(state, Slug, exchange => ListAsync(exchange, "models_read", ElevenLabsLists.Models)));
        routes.MapPost("/v1/text-to-speech/{voice}/stream", Exchange.Call(state, Slug, HttpSynthesis.RunAsync));
        routes.MapGet("/v1/text-to-speech/{voice}/stream-input", Exchange.Call(state, Slug, exchange => OpenAsync(exchange, isMulti: false)));
        routes.MapGet("/v1/text-to-speech/{voice}/multi-stream-input", Exchange.Call(state, Slug, exchange => OpenAsync(exchange, isMulti: true)));
    }

    /// <summary>The refusal of a synthesis by fault script or key, or null.</summary>
    internal static ElevenLabsRefusal? Refuse(Exchange exchange, SandboxKeyState key) => FaultRefusal(exchange) ?? key switch
    {
        SandboxKeyState.Missing => ElevenLabsRefusal.NoKey,
        SandboxKeyState.Invalid => ElevenLabsRefusal.InvalidKey,
        SandboxKeyState.WithoutCredit => ElevenLabsRefusal.NoCredit,
        SandboxKeyState.RateLimited => ElevenLabsRefusal.TooMany,
        _ => null,
    };

    private static async Task OpenAsync(Exchange exchange, bool isMulti)
    {
        // The key may still come in the first message, so that only a fault script refuses the upgrade itself.
        if (exchange.Faults.Refusal is { Kind: FaultKind.Status } && FaultRefusal(exchange) is { } refusal)
        {
            await refusal.AnswerAsync(exchange);
            return;
        }

        if (!exchange.Http.WebSockets.IsWebSocketRequest)
        {
            await ElevenLabsRefusal.NoUpgrade.AnswerAsync(exchange);
            return;
        }

        using var socket = await exchange.AcceptSocketAsync();
        socket.ErrorMessage = SandboxJson.Write(new { message = "An unexpected error occurred.", error = "internal_error", code = 1011 });
        socket.CloseReason = "An unexpected error occurred.";
        if (isMulti)
        {
            await using var contexts = new MultiStreamSession(exchange, socket);
            await contexts.RunAsync();
            return;
        }

        await using var session = new StreamInputSession(exchange, socket);
        await session.RunAsync();
    }

    private static Task ListAsync(Exchange exchange, string permission, Func<string> answer)
    {
        var key = KeyOf(exchange.Http.Request);
        var refusal = FaultRefusal(exchange) ?? key switch
        {
            SandboxKeyState.Missing => ElevenLabsRefusal.NoKey,
            SandboxKeyState.Invalid => ElevenLabsRefusal.InvalidKey,
            SandboxKeyState.Limited => ElevenLabsRefusal.MissingPermission(permission),
            SandboxKeyState.RateLimited => ElevenLabsRefusal.TooMany,
            _ => null,
        };
        return refusal is null ? exchange.AnswerAsync(StatusCodes.Status200OK, answer()) : refusal.AnswerAsync(exchange);
    }

    internal static SandboxKeyState KeyOf(HttpRequest request) => SandboxKeys.Check("elevenlabs", request.Headers["xi-api-key"]);

    private static bool IsSpent(Exchange exchange) => KeyOf(exchange.Http.Request) is SandboxKeyState.WithoutCredit;

    private static ElevenLabsRefusal? FaultRefusal(Exchange exchange) => exchange.Faults.Refusal switch
    {
        null => null,
        { Kind: FaultKind.Quota } => ElevenLabsRefusal.NoCredit,
        { Value: var status } => ElevenLabsRefusal.ForStatus(status),
    };
}
