using System.Text;
using NSec.Cryptography;
using VoiceAgent.Core.Telephony;

namespace VoiceAgent.Tests.Fakes;

/// <summary>Signs bodies as the carrier does, with a key pair of its own.</summary>
internal sealed class SignedWebhook : IDisposable
{
    private readonly Key _key = Key.Create(SignatureAlgorithm.Ed25519);

    public string PublicKey => Convert.ToBase64String(_key.PublicKey.Export(KeyBlobFormat.RawPublicKey));

    public WebhookDelivery Sign(string body, DateTimeOffset at)
    {
        var timestamp = at.ToUnixTimeSeconds().ToString();
        var bytes = Encoding.UTF8.GetBytes(body);
        var signature = SignatureAlgorithm.Ed25519.Sign(_key, [.. Encoding.ASCII.GetBytes(timestamp + "|"), .. bytes]);
        return new WebhookDelivery(bytes, Convert.ToBase64String(signature), timestamp);
    }

    public void Dispose() => _key.Dispose();
}
