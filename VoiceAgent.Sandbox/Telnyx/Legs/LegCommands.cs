using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace VoiceAgent.Sandbox.Telnyx.Legs;

/// <summary>The commands that make and connect legs: dial, transfer, bridge, speak.</summary>
internal sealed class LegCommands(TelnyxSimulator telnyx)
{
    private const int MaxSpoken = 3000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, TelnyxCall> _dialed = new(StringComparer.Ordinal);

    /// <summary><c>POST /v2/calls</c>.</summary>
    /// <exception cref="TelnyxRefusalException">It is refused.</exception>
    public async Task<IResult> DialAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await CommandBody.ReadAsync(request, cancellationToken);
        if (body.RequiredText("connection_id") is not TelnyxSimulator.ConnectionId)
        {
            throw new TelnyxRefusalException(TelnyxError.Invalid("connection_id", "The connection is not a Call Control application with a valid webhook URL."));
        }

        var (to, from, ringFor) = (Number(body, "to"), Number(body, "from"), RingFor(body));
        TelnyxCall call;
        lock (_gate)
        {
            // The same command again within a minute makes no second call.
            if (body.CommandId is not { } id || !_dialed.TryGetValue(id, out call!) || !telnyx.IsRecent(call))
            {
                call = telnyx.Dial(from, to, ringFor, body);
                if (body.CommandId is not null)
                {
                    _dialed[body.CommandId] = call;
                }
            }
        }

        var data = new JsonObject
        {
            ["call_control_id"] = call.ControlId,
            ["call_leg_id"] = call.LegId,
            ["call_session_id"] = call.SessionId,
            ["client_state"] = call.ClientState,
            ["is_alive"] = false,
            ["record_type"] = "call",
        };
        return Results.Text(new JsonObject { ["data"] = data }.ToJsonString(), "application/json");
    }

    public Action Transfer(TelnyxCall call, CommandBody body)
    {
        var (to, ringFor, state) = (Number(body, "to"), RingFor(body), body.ClientState("target_leg_client_state"));
        var from = body.Text("from") is null ? call.To : Number(body, "from");
        return () => telnyx.Transfer(call, (from, to), ringFor, state);
    }

    public Action Bridge(TelnyxCall call, CommandBody body)
    {
        var other = telnyx.Find(body.RequiredText("call_control_id")) ?? throw new TelnyxRefusalException(TelnyxError.UnknownCall);
        return other.IsEnded ? throw new TelnyxRefusalException(TelnyxError.CallEnded)
            : !other.IsAnswered || !call.IsAnswered ? throw new TelnyxRefusalException(TelnyxError.NotAnswered)
            : () => telnyx.Legs.Bridge(call, other);
    }

    public Action Speak(TelnyxCall call, CommandBody body)
    {
        _ = body.RequiredText("voice");
        var text = body.RequiredText("payload");
        return text.Length > MaxSpoken
            ? throw new TelnyxRefusalException(new TelnyxError(422, "10033", "Value out of range", "payload may have 3000 characters.") { Pointer = "/payload" })
            : () => telnyx.Legs.Speak(call, text);
    }

    private static string Number(CommandBody body, string field) => body.RequiredText(field) is { } number && TelnyxSimulator.IsE164(number)
        ? number
        : throw new TelnyxRefusalException(new TelnyxError(422, "10016", "Phone number must be in +E.164 format", $"'{field}' must be in +E.164 format.") { Pointer = $"/{field}" });

    private static TimeSpan RingFor(CommandBody body) => body.Number("timeout_secs") is not { } seconds ? TimeSpan.FromSeconds(30)
        : seconds is >= 5 and <= 600 ? TimeSpan.FromSeconds(seconds)
        : throw new TelnyxRefusalException(new TelnyxError(422, "10033", "Value out of range", "timeout_secs must be 5 to 600.") { Pointer = "/timeout_secs" });
}
