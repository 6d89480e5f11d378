using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using NSec.Cryptography;
using VoiceAgent.Core.Telephony;

namespace VoiceAgent.Core.Adapters.Telnyx;

/// <summary>
/// Telnyx webhooks, API version 2. Signature: Ed25519 (RFC 8032) over ASCII timestamp, <c>|</c> and the raw body; the header is
/// base64 of 64 bytes; the key is the account's 32 raw bytes in base64; tolerance 300 s either way.
/// </summary>
internal static class TelnyxWebhook
{
    private const int SignatureSize = 64;
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(300);

    public static WebhookReading Read(WebhookDelivery delivery, string webhookPublicKey, DateTimeOffset now)
    {
        var verdict = Check(delivery, webhookPublicKey, now);
        return verdict is WebhookVerdict.Authentic ? Parse(delivery.Body.Span) : new WebhookReading(verdict);
    }

    private static WebhookVerdict Check(WebhookDelivery delivery, string webhookPublicKey, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(delivery.Signature) || string.IsNullOrEmpty(delivery.Timestamp))
        {
            return WebhookVerdict.MissingSignature;
        }

        if (!long.TryParse(delivery.Timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || Math.Abs((decimal)now.ToUnixTimeSeconds() - seconds) > (decimal)Tolerance.TotalSeconds)
        {
            return WebhookVerdict.StaleTimestamp;
        }

        return IsSigned(delivery, webhookPublicKey) ? WebhookVerdict.Authentic : WebhookVerdict.WrongSignature;
    }

    private static bool IsSigned(WebhookDelivery delivery, string webhookPublicKey)
    {
        Span<byte> signature = stackalloc byte[SignatureSize + 2];
        Span<byte> rawKey = stackalloc byte[34];
        if (!Convert.TryFromBase64String(delivery.Signature!, signature, out var signatureSize) || signatureSize != SignatureSize
            || !Convert.TryFromBase64String(webhookPublicKey, rawKey, out var keySize)
            || !PublicKey.TryImport(SignatureAlgorithm.Ed25519, rawKey[..keySize], KeyBlobFormat.RawPublicKey, out var publicKey))
        {
            return false;
        }

        var timestamp = delivery.Timestamp!;
        var length = timestamp.Length + 1 + delivery.Body.Length;
        var message = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            Encoding.ASCII.GetBytes(timestamp, message);
            message[timestamp.Length] = (byte)'|';
            delivery.Body.Span.CopyTo(message.AsSpan(timestamp.Length + 1));
            return SignatureAlgorithm.Ed25519.Verify(publicKey!, message.AsSpan(0, length), signature[..SignatureSize]);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(message, clearArray: true);
        }
    }

    private static WebhookReading Parse(ReadOnlySpan<byte> body)
    {
        WebhookData? data;
        try
        {
            data = JsonSerializer.Deserialize(body, TelnyxJson.Default.WebhookEnvelope)?.Data;
        }
        catch (JsonException)
        {
            return new WebhookReading(WebhookVerdict.Malformed);
        }

        if (data is not { Id: { Length: > 0 and <= 200 } id, EventType: { } type })
        {
            return new WebhookReading(WebhookVerdict.Malformed);
        }

        // Some deliveries were seen with underscores in event names.
        CarrierEventKind? kind = type.Replace('_', '.') switch
        {
            "call.initiated" => CarrierEventKind.Initiated,
            "call.answered" => CarrierEventKind.Answered,
            "call.hangup" => CarrierEventKind.HungUp,
            "streaming.failed" => CarrierEventKind.StreamingFailed,
            "call.bridged" => CarrierEventKind.Bridged,
            "call.speak.ended" => CarrierEventKind.SpeakEnded,
            _ => null,
        };
        if (kind is null)
        {
            return new WebhookReading(WebhookVerdict.Authentic);
        }

        return data.Payload is not { CallControlId: { Length: > 0 and <= 1000 } callControlId } payload
            ? new WebhookReading(WebhookVerdict.Malformed)
            : new WebhookReading(WebhookVerdict.Authentic, new CarrierEvent
            {
                EventId = id,
                Kind = kind.Value,
                CallControlId = callControlId,
                OccurredAt = data.OccurredAt ?? DateTimeOffset.UnixEpoch,
                IsInbound = payload.Direction is "incoming",
                From = payload.From,
                To = payload.To,
                Reference = TelnyxClientState.Read(payload.ClientState),
                HangUp = kind is CarrierEventKind.HungUp ? TelnyxHangUp.Cause(payload.HangupCause, payload.SipHangupCause) : HangUpCause.Normal,
                OfferedCodecs = payload.OfferedCodecs?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [],
            });
    }
}
