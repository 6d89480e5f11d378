using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Calls.Answering;
using VoiceAgent.Core.Telephony;
using VoiceAgent.Web.Hosting.Connections;

namespace VoiceAgent.Web.Endpoints;

/// <summary>
/// <c>GET /media/telnyx/{one-use token}</c>, a WebSocket that the carrier opens. Refused before it is accepted: 400 no WebSocket, 403
/// from a browser, 401 without a valid token. Closed after it: another call than the token's, or not the documented protocol.
/// </summary>
internal sealed partial class TelnyxMediaEndpoint(
    MediaTokens tokens,
    RingingCalls ringing,
    CallHost host,
    CallConnections connections,
    ITelephonyProvider telephony,
    TelephonyMetrics metrics,
    TimeProvider time)
{
    public const string Route = "/media/telnyx/{token}";
    private const string TokenHeader = "x-telnyx-streaming-auth-token";
    private static readonly TimeSpan HandshakeDeadline = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CloseDeadline = TimeSpan.FromSeconds(2);

    public async Task HandleAsync(string token, HttpContext context)
    {
        if (Refusal(token, context) is { } status)
        {
            context.Response.StatusCode = status;
            return;
        }

        if (tokens.Consume(token) is not { } call)
        {
            Refuse("token");
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        using var socket = await AcceptAsync(context);
        await RunAsync(call, token, socket, context.RequestAborted);
        await CloseAsync(socket);
    }

    private static Task<WebSocket> AcceptAsync(HttpContext context)
    {
        context.Features.Get<ISocketThread>()?.Stay();
        return context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { KeepAliveInterval = TimeSpan.FromSeconds(20) });
    }

    private void Refuse(string reason) => metrics.MediaSocketRefused(reason);

    private int? Refusal(string token, HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            Refuse("no_websocket");
            return StatusCodes.Status400BadRequest;
        }

        if (context.Request.Headers.Origin.Count > 0)
        {
            Refuse("browser");
            return StatusCodes.Status403Forbidden;
        }

        if (context.Request.Headers.TryGetValue(TokenHeader, out var repeated) && !IsSame(token, repeated))
        {
            Refuse("token_header");
            return StatusCodes.Status401Unauthorized;
        }

        return null;
    }

    private static bool IsSame(string token, string? repeated) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(repeated ?? string.Empty));

    private async Task RunAsync(CallId call, string token, WebSocket socket, CancellationToken aborted)
    {
        if (await HandshakeAsync(socket, aborted) is not { } handshake)
        {
            Refuse("handshake");
            return;
        }

        using var stream = handshake.Stream as IDisposable;
        if (ringing.Take(call) is not { } waiting)
        {
            Refuse("call_gone");
            return;
        }

        if (waiting.Call.CallControlId != handshake.CallControlId || (handshake.AuthToken is { } said && !IsSame(token, said)))
        {
            // Not the call that the token was made for: the call itself goes on waiting for its own stream.
            ringing.Add(waiting);
            Refuse("wrong_call");
            return;
        }

        if (handshake.Stream is null)
        {
            Refuse("format");
            await connections.RefuseFormatAsync(waiting, handshake.RefusedFormat ?? "an unknown codec", CancellationToken.None);
            return;
        }

        // A connection that breaks off is the stream's to tell; only the drain ends a call for the server's sake.
        await host.RunAsync(waiting, handshake.Stream, CancellationToken.None);
    }

    private async Task<MediaHandshake?> HandshakeAsync(WebSocket socket, CancellationToken aborted)
    {
        using var deadline = new CancellationTokenSource(HandshakeDeadline, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, aborted);
        try
        {
            return await telephony.AcceptMediaAsync(socket, linked.Token);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private async Task CloseAsync(WebSocket socket, WebSocketCloseStatus status = WebSocketCloseStatus.NormalClosure, string? reason = null)
    {
        using var deadline = new CancellationTokenSource(CloseDeadline, time);
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await socket.CloseOutputAsync(status, reason, deadline.Token);
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException)
        {
            // The other side was faster.
        }
    }
}
