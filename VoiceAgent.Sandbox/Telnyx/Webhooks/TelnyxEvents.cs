using System.Globalization;
using System.Text.Json.Nodes;

namespace VoiceAgent.Sandbox.Telnyx.Webhooks;

/// <summary>Payloads of the events of a call, written as the webhook reference gives them.</summary>
internal static class TelnyxEvents
{
    /// <summary>2025-02-02T22:25:27.521992Z.</summary>
    public static string Timestamp(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    public static JsonObject Initiated(TelnyxCall call)
    {
        var payload = Numbers(call);
        if (call.IsOutgoing)
        {
            payload["direction"] = "outgoing";
            payload["state"] = "bridging";
            payload["start_time"] = Timestamp(call.StartedAt);
            return WithLists(payload);
        }

        payload["direction"] = "incoming";
        payload["state"] = "parked";
        payload["start_time"] = Timestamp(call.StartedAt);
        payload["caller_id_name"] = call.From;
        payload["connection_codecs"] = "PCMU,PCMA,G722";
        payload["offered_codecs"] = call.Codec;
        payload["shaken_stir_attestation"] = "A";
        payload["shaken_stir_validated"] = true;
        payload["call_screening_result"] = string.Empty;
        return WithLists(payload);
    }

    public static JsonObject Bridged(TelnyxCall call) => Numbers(call);

    public static JsonObject SpeakStarted(TelnyxCall call) => Ids(call);

    public static JsonObject SpeakEnded(TelnyxCall call, string status)
    {
        var payload = Ids(call);
        payload["status"] = status;
        return payload;
    }

    public static JsonObject Answered(TelnyxCall call, StreamRequest? stream)
    {
        var payload = Numbers(call);
        payload["start_time"] = Timestamp(call.AnsweredAt ?? call.StartedAt);
        payload["state"] = "answered";
        if (stream is not null)
        {
            payload["stream_url"] = stream.Url.OriginalString;
            payload["stream_track"] = stream.Track;
        }

        return WithLists(payload);
    }

    public static JsonObject HungUp(TelnyxCall call, CallEnding ending)
    {
        var payload = Numbers(call);
        payload["start_time"] = Timestamp(call.StartedAt);
        payload["state"] = "hangup";
        payload["hangup_cause"] = ending.Cause;
        payload["hangup_source"] = (call.IsOutgoing && call.IsAnswered ? ending.Reversed() : ending).Source;
        payload["sip_hangup_cause"] = ending.SipCause;
        payload["call_quality_stats"] = null;
        return WithLists(payload);
    }

    public static JsonObject Streaming(TelnyxCall call, StreamRequest stream)
    {
        var payload = Ids(call);
        payload["stream_url"] = stream.Url.OriginalString;
        return payload;
    }

    public static JsonObject StreamingFailed(TelnyxCall call, StreamRequest stream, string streamId)
    {
        var payload = Ids(call);
        payload["failure_reason"] = "connection_failed";
        payload["stream_id"] = streamId;
        payload["stream_type"] = "websocket";
        payload["stream_params"] = new JsonObject { ["stream_url"] = stream.Url.OriginalString, ["track"] = stream.Track };
        return payload;
    }

    public static JsonObject DtmfReceived(TelnyxCall call, char digit)
    {
        var payload = Numbers(call);
        payload["digit"] = digit.ToString();
        return payload;
    }

    private static JsonObject Ids(TelnyxCall call) => new()
    {
        ["call_control_id"] = call.ControlId,
        ["call_leg_id"] = call.LegId,
        ["call_session_id"] = call.SessionId,
        ["connection_id"] = call.ConnectionId,
        ["client_state"] = call.ClientState,
    };

    private static JsonObject Numbers(TelnyxCall call)
    {
        var payload = Ids(call);
        payload["from"] = call.From;
        payload["to"] = call.To;
        return payload;
    }

    private static JsonObject WithLists(JsonObject payload)
    {
        payload["custom_headers"] = new JsonArray();
        payload["sip_headers"] = new JsonArray();
        payload["tags"] = new JsonArray();
        return payload;
    }
}
