using System.Text.Json.Serialization;

namespace VoiceAgent.Core.Adapters.Telnyx;

// Call Control v2, https://api.telnyx.com/v2. Every field of an answer is optional and unknown ones are ignored.

/// <summary><c>{"data":{"record_type":"event","event_type":"call.initiated","id":"…","occurred_at":"…","payload":{…}}}</c></summary>
internal sealed record WebhookEnvelope(WebhookData? Data);

internal sealed record WebhookData(string? RecordType, string? EventType, string? Id, DateTimeOffset? OccurredAt, WebhookPayload? Payload);

internal sealed record WebhookPayload(
    string? CallControlId,
    string? From,
    string? To,
    string? Direction,
    string? OfferedCodecs,
    string? ClientState,
    string? HangupCause,
    string? SipHangupCause);

/// <summary>Body of a command that needs nothing but its idempotency id.</summary>
internal sealed record PlainCommand(string CommandId);

internal sealed record RejectCommand(string Cause, string CommandId);

/// <summary>
/// Without mode <c>rtp</c> outgoing audio is silently ignored, and without target leg <c>self</c> a lone caller hears nothing.
/// </summary>
internal sealed record StreamingStartCommand(
    string StreamUrl,
    string StreamAuthToken,
    string StreamTrack,
    string StreamCodec,
    string StreamBidirectionalMode,
    string StreamBidirectionalCodec,
    int StreamBidirectionalSamplingRate,
    string StreamBidirectionalTargetLegs,
    string CommandId);

/// <summary>Without streaming fields: streams are asked for once the call is answered, as for calls that come in.</summary>
internal sealed record DialCommand(
    string ConnectionId,
    string To,
    string From,
    string WebhookUrl,
    string ClientState,
    int TimeoutSecs,
    int TimeLimitSecs,
    string CommandId);

/// <summary><c>{"data":{"call_control_id":"v3:…","call_leg_id":"…","call_session_id":"…","is_alive":false,"record_type":"call"}}</c></summary>
internal sealed record DialAnswer(DialledCall? Data);

internal sealed record DialledCall(string? CallControlId);

/// <summary>Rings at another number and connects the call with it.</summary>
internal sealed record TransferCommand(string To, int TimeoutSecs, string TargetLegClientState, string CommandId);

internal sealed record SpeakCommand(string Payload, string Voice, string Language, string CommandId);

/// <summary>The other leg goes by the very name of the field that names calls elsewhere.</summary>
internal sealed record BridgeCommand(string CallControlId, string CommandId);

internal sealed record SendDtmfCommand(string Digits, string CommandId);

/// <summary><c>{"errors":[{"code":"10009","title":"Authentication failed"}]}</c></summary>
internal sealed record ErrorEnvelope(IReadOnlyList<ErrorItem>? Errors);

internal sealed record ErrorItem(string? Code);

/// <summary><c>{"data":[{"id":"…","phone_number":"+1970…","connection_name":"my app"}],"meta":{"page_number":1,"total_pages":1}}</c></summary>
internal sealed record NumberList(IReadOnlyList<NumberItem?>? Data, PageMeta? Meta);

internal sealed record NumberItem(string? Id, string? PhoneNumber, string? ConnectionName, string? ConnectionId);

internal sealed record PageMeta(int PageNumber, int TotalPages);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(WebhookEnvelope))]
[JsonSerializable(typeof(PlainCommand))]
[JsonSerializable(typeof(RejectCommand))]
[JsonSerializable(typeof(StreamingStartCommand))]
[JsonSerializable(typeof(DialCommand))]
[JsonSerializable(typeof(DialAnswer))]
[JsonSerializable(typeof(TransferCommand))]
[JsonSerializable(typeof(SpeakCommand))]
[JsonSerializable(typeof(BridgeCommand))]
[JsonSerializable(typeof(SendDtmfCommand))]
[JsonSerializable(typeof(ErrorEnvelope))]
[JsonSerializable(typeof(NumberList))]
internal sealed partial class TelnyxJson : JsonSerializerContext;
