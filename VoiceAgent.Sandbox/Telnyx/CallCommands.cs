using System.Buffers;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using VoiceAgent.Sandbox.Telnyx.Legs;
using VoiceAgent.Sandbox.Telnyx.Webhooks;

namespace VoiceAgent.Sandbox.Telnyx;

/// <summary>
/// The commands of a call: <c>POST /v2/calls/{call_control_id}/actions/{action}</c> answers <c>{"data":{"result":"ok"}}</c> or the
/// error that the state of the call calls for.
/// </summary>
internal sealed class CallCommands(TelnyxSimulator telnyx)
{
    private static readonly string[] Actions = ["answer", "reject", "hangup", "streaming_start", "streaming_stop", "send_dtmf", "speak", "transfer", "bridge"];
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789ABCD*#wW");

    /// <summary><c>GET /v2/calls/{call_control_id}</c>.</summary>
    public IResult Status(string id)
    {
        if (telnyx.Find(id) is not { } call)
        {
            return TelnyxError.NotFound.ToResult();
        }

        var data = new JsonObject
        {
            ["call_control_id"] = call.ControlId,
            ["call_leg_id"] = call.LegId,
            ["call_session_id"] = call.SessionId,
            ["client_state"] = call.ClientState,
            ["is_alive"] = !call.IsEnded,
            ["record_type"] = "call",
            ["start_time"] = TelnyxEvents.Timestamp(call.StartedAt),
        };
        if (call.EndedAt is { } end)
        {
            data["end_time"] = TelnyxEvents.Timestamp(end);
            data["call_duration"] = (int)(end - (call.AnsweredAt ?? end)).TotalSeconds;
        }

        return Json(data);
    }

    /// <exception cref="TelnyxRefusalException">The command is refused.</exception>
    public async Task<IResult> RunAsync(string id, string action, HttpRequest request, CancellationToken cancellationToken)
    {
        if (!Actions.Contains(action, StringComparer.Ordinal))
        {
            throw new TelnyxRefusalException(TelnyxError.NotFound);
        }

        var body = await CommandBody.ReadAsync(request, cancellationToken);
        var call = telnyx.Find(id) ?? throw new TelnyxRefusalException(TelnyxError.UnknownCall);
        if (call.IsNewCommand(body.CommandId))
        {
            Run(call, action, body);
        }

        return Json(new JsonObject { ["result"] = "ok" });
    }

    private void Run(TelnyxCall call, string action, CommandBody body)
    {
        if (call.IsEnded)
        {
            throw new TelnyxRefusalException(TelnyxError.CallEnded);
        }

        if (!call.IsAnswered && action is "streaming_start" or "streaming_stop" or "send_dtmf" or "speak")
        {
            throw new TelnyxRefusalException(TelnyxError.NotAnswered);
        }

        var run = Prepare(call, action, body);
        call.Accept(body);
        run();
    }

    // Everything in the body is checked before anything is done.
    private Action Prepare(TelnyxCall call, string action, CommandBody body)
    {
        switch (action)
        {
            case "answer" or "reject" when call.IsOutgoing:
                throw new TelnyxRefusalException(TelnyxError.Outgoing);
            case "answer":
                var answerStream = StreamRequest.Read(body, onAnswer: true);
                return () => telnyx.Answer(call, answerStream);
            case "reject":
                var ending = Rejection(call, body);
                return () => End(call, ending);
            case "hangup":
                return () => End(call, HangUp(call));
            case "streaming_start":
                var stream = StreamRequest.Read(body, onAnswer: false) ?? throw new TelnyxRefusalException(TelnyxError.Missing("stream_url"));
                return () => telnyx.StartStream(call, stream);
            case "streaming_stop":
                var running = RunningStream(call, body);
                return running.Stop;
            case "transfer":
                return LegCommands.Transfer(telnyx, call, body);
            case "bridge":
                return LegCommands.Bridge(telnyx, call, body);
            case "speak":
                return LegCommands.Speak(telnyx, call, body);
            default:
                CheckDigits(body);
                return () => call.PressKeys(body.RequiredText("digits"));
        }
    }

    private static CallEnding HangUp(TelnyxCall call) => call switch
    {
        { IsOutgoing: true, IsAnswered: false } => CallEnding.CallerGaveUp,
        { IsAnswered: true } => CallEnding.AppHungUp,
        _ => CallEnding.Rejected,
    };

    private static CallEnding Rejection(TelnyxCall call, CommandBody body)
    {
        _ = body.RequiredText("cause");
        var cause = body.OneOf("cause", string.Empty, "CALL_REJECTED", "USER_BUSY");
        if (call.IsAnswered)
        {
            throw new TelnyxRefusalException(new TelnyxError(422, "10015", "Bad Request", "An answered call can't be rejected."));
        }

        return cause is "USER_BUSY" ? CallEnding.Busy : CallEnding.Rejected;
    }

    private static MediaStream RunningStream(TelnyxCall call, CommandBody body)
    {
        var id = body.Text("stream_id");
        return call.Stream is { } stream && (id is null || id == stream.Id)
            ? stream
            : throw new TelnyxRefusalException(TelnyxError.NotStreaming);
    }

    private static void CheckDigits(CommandBody body)
    {
        if (body.RequiredText("digits").AsSpan().ContainsAnyExcept(Digits))
        {
            throw new TelnyxRefusalException(new TelnyxError(422, "90014", "Invalid digits", "digits may hold 0-9, A-D, *, #, w and W.")
            { Pointer = "/digits" });
        }

        if (body.Number("duration_millis") is < 100 or > 500)
        {
            throw new TelnyxRefusalException(new TelnyxError(422, "90021", "Invalid duration", "duration_millis must be 100 to 500.")
            { Pointer = "/duration_millis" });
        }
    }

    private static void End(TelnyxCall call, CallEnding ending)
    {
        if (!call.TryEnd(ending))
        {
            throw new TelnyxRefusalException(TelnyxError.CallEnded);
        }
    }

    private static IResult Json(JsonObject data) =>
        Results.Text(new JsonObject { ["data"] = data }.ToJsonString(), "application/json");
}
