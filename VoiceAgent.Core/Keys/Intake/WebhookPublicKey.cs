using System.Buffers.Text;

namespace VoiceAgent.Core.Keys.Intake;

/// <summary>
/// Telnyx's webhook public key as users paste it: base64 of the raw 32-byte Ed25519 key, or of its 44-byte SPKI form (RFC 8410), whose
/// first 12 bytes are dropped. Kept as base64 of the raw key.
/// </summary>
public static class WebhookPublicKey
{
    private const int RawSize = 32;

    /// <summary>SubjectPublicKeyInfo of an Ed25519 key up to the key itself.</summary>
    private static ReadOnlySpan<byte> SpkiPrefix => [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

    /// <param name="text">What was typed; null or blank is neither key nor problem.</param>
    /// <param name="publicKey">Base64 of the 32 bytes.</param>
    /// <returns>What is wrong, in the user's words, or null.</returns>
    public static string? Check(string? text, out string? publicKey)
    {
        publicKey = null;
        var trimmed = text?.Trim();
        if (string.IsNullOrEmpty(trimmed))
        {
            return null;
        }

        if (trimmed.StartsWith("KEY", StringComparison.Ordinal))
        {
            return "This looks like a Telnyx API key. The public key is on the Public Key tab of the same page in the Telnyx portal.";
        }

        Span<byte> decoded = stackalloc byte[SpkiPrefix.Length + RawSize];
        if (!Convert.TryFromBase64String(trimmed, decoded, out var length))
        {
            return Base64.IsValid(trimmed) ? WrongLength : "This is not a Telnyx public key: it is not base64. Copy the whole public key from the Telnyx portal.";
        }

        var raw = length == decoded.Length && decoded.StartsWith(SpkiPrefix) ? decoded[SpkiPrefix.Length..] : decoded[..length];
        if (raw.Length != RawSize)
        {
            return WrongLength;
        }

        publicKey = Convert.ToBase64String(raw);
        return null;
    }

    private const string WrongLength = "This is not a Telnyx public key: it has another length. Copy the whole public key from the Telnyx portal, 44 characters that end with =.";
}
