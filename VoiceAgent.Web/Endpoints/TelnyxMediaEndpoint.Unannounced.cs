using System.Net.WebSockets;
using Microsoft.Extensions.Options;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Calls.Answering;
using VoiceAgent.Core.Telephony;
using VoiceAgent.Web.Hosting.Sandbox;

namespace VoiceAgent.Web.Endpoints;

/// <content>
/// <c>GET /media/telnyx</c>, mapped only where <see cref="TelephonyOptions.AllowUnannouncedMedia"/> holds: whoever opens it and speaks the
/// carrier's framing is connected with the agent of the configured account. Refused before it is accepted: 400 no WebSocket, 403 from a
/// browser, 404 no such account. Closed after it with a reason: no agent, no usable key, no place.
/// </content>
internal sealed partial class TelnyxMediaEndpoint
{
    public const string UnannouncedRoute = "/media/telnyx";
    private const int LongestReason = 120;

    public async Task HandleUnannouncedAsync(HttpContext context, IOptions<TelephonyOptions> options, UnannouncedCalls unannounced, Users users)
    {
        if (Refusal(string.Empty, context) is { } status)
        {
            context.Response.StatusCode = status;
            return;
        }

        if (await users.FindByEmailAsync(options.Value.UnannouncedAccount ?? DemoAccount.Email) is not { } user)
        {
            Refuse("account");
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        using var socket = await AcceptAsync(context);
        if (await HandshakeAsync(socket, context.RequestAborted) is not { } handshake)
        {
            Refuse("handshake");
            return;
        }

        if (handshake.Stream is null)
        {
            Refuse("format");
            await CloseAsync(socket, WebSocketCloseStatus.PolicyViolation, $"Audio in this format is not taken: {handshake.RefusedFormat}.");
            return;
        }

        using var stream = handshake.Stream as IDisposable;
        var (begun, problem) = await unannounced.BeginAsync(
            user.User.AccountId, options.Value.UnannouncedNumber, handshake.CallControlId, handshake.Stream.Format, context.RequestAborted);
        if (begun is null)
        {
            Refuse("not_ready");
            await CloseAsync(socket, WebSocketCloseStatus.PolicyViolation, problem is { Length: > LongestReason } ? problem[..LongestReason] : problem);
            return;
        }

        await host.RunAsync(begun, handshake.Stream, CancellationToken.None);
        await CloseAsync(socket);
    }
}
