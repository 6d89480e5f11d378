using System.Globalization;
using System.Text;
using NSec.Cryptography;

namespace VoiceAgent.Sandbox.Telnyx.Webhooks;

/// <summary>
/// Signs webhooks as Telnyx does: Ed25519 over timestamp (Unix seconds as text), <c>|</c> and the raw body bytes; the signature
/// and the 32-byte public key are written as base64.
/// </summary>
internal sealed class WebhookSigner : IDisposable
{
    private readonly Key _key;

    /// <summary>A fresh key pair.</summary>
    public WebhookSigner()
        : this(Key.Create(SignatureAlgorithm.Ed25519))
    {
    }

    private WebhookSigner(Key key)
    {
        _key = key;
        PublicKey = Convert.ToBase64String(key.PublicKey.Export(KeyBlobFormat.RawPublicKey));
    }

    /// <summary>Base64 of the raw public key, as the portal shows it.</summary>
    public string PublicKey { get; }

    /// <summary>The key pair of a 32-byte private seed.</summary>
    public static WebhookSigner FromSeed(ReadOnlySpan<byte> seed) =>
        new(Key.Import(SignatureAlgorithm.Ed25519, seed, KeyBlobFormat.RawPrivateKey));

    /// <summary>Base64 of the 64-byte signature.</summary>
    public string Sign(long timestamp, ReadOnlySpan<byte> body)
    {
        var prefix = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{timestamp}|"));
        var signed = new byte[prefix.Length + body.Length];
        prefix.CopyTo(signed, 0);
        body.CopyTo(signed.AsSpan(prefix.Length));
        return Convert.ToBase64String(SignatureAlgorithm.Ed25519.Sign(_key, signed));
    }

    public void Dispose() => _key.Dispose();
}
