using System.Net.WebSockets;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Telephony;

namespace VoiceAgent.Core.Adapters.Telnyx;

/// <summary>Telnyx: Call Control v2, webhooks signed with Ed25519, media over WebSocket.</summary>
internal sealed class TelnyxProvider(
    IHttpClientFactory clients, ProviderEndpoints endpoints, TelephonyMetrics metrics, TimeProvider time) : ITelephonyProvider
{
    public const string HttpClientName = "telnyx";

    public ProviderName Provider => ProviderName.Telnyx;

    public ICallControl OpenControl(KeyLease key) =>
        new TelnyxCallControl(clients.CreateClient(HttpClientName), endpoints.For(key), key, time);

    public WebhookReading ReadWebhook(WebhookDelivery delivery, string webhookPublicKey) =>
        TelnyxWebhook.Read(delivery, webhookPublicKey, time.GetUtcNow());

    public Task<MediaHandshake?> AcceptMediaAsync(WebSocket socket, CancellationToken cancellationToken) =>
        TelnyxMediaStream.AcceptAsync(socket, metrics, time, cancellationToken);
}
