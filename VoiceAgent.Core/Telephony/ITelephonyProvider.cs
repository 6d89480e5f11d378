using System.Net.WebSockets;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Telephony;

/// <summary>A carrier: its commands, its webhooks and its media stream.</summary>
public interface ITelephonyProvider
{
    ProviderName Provider { get; }

    /// <summary>Commands on the holder's behalf. The lease stays the caller's and must outlive the result.</summary>
    ICallControl OpenControl(KeyLease key);

    /// <summary>
    /// Checks a webhook delivery against the account's public key and only then reads it. Never throws for what the delivery holds.
    /// </summary>
    WebhookReading ReadWebhook(WebhookDelivery delivery, string webhookPublicKey);

    /// <summary>
    /// Takes over a media socket that the carrier has opened: reads up to the message that names the call and the format. Null when
    /// the other side does not speak the protocol or closes first.
    /// </summary>
    Task<MediaHandshake?> AcceptMediaAsync(WebSocket socket, CancellationToken cancellationToken);
}

/// <summary>A webhook request as it arrived.</summary>
/// <param name="Body">The raw bytes, which is what the signature is over.</param>
/// <param name="Signature">Signature header, or null.</param>
/// <param name="Timestamp">Timestamp header, or null.</param>
public sealed record WebhookDelivery(ReadOnlyMemory<byte> Body, string? Signature, string? Timestamp);

/// <summary>What a delivery turned out to be.</summary>
/// <param name="Verdict">Whether it may be acted on.</param>
/// <param name="Event">The event of an authentic delivery that says something about a call; null for kinds we do not use.</param>
public sealed record WebhookReading(WebhookVerdict Verdict, CarrierEvent? Event = null);

/// <summary>Why a delivery is or is not acted on.</summary>
public enum WebhookVerdict
{
    Authentic,
    MissingSignature,
    WrongSignature,

    /// <summary>Signed more than 300 seconds ago or ahead.</summary>
    StaleTimestamp,

    /// <summary>Authentic, but not in the documented form.</summary>
    Malformed,
}

/// <summary>Start of a media stream.</summary>
/// <param name="Stream">The audio, both ways; null when it comes in a format that is not taken.</param>
/// <param name="CallControlId">The call it belongs to, as the carrier says.</param>
/// <param name="AuthToken">The token the carrier repeats in its first message, or null.</param>
public sealed record MediaHandshake(IMediaStream? Stream, string CallControlId, string? AuthToken)
{
    /// <summary>The format that is not taken, as the carrier calls it: "G722, 16000 Hz".</summary>
    public string? RefusedFormat { get; init; }
}
