using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Keys;

/// <summary>What is shown of a stored key. Holds neither the key nor its ciphertext.</summary>
public sealed record ProviderKeyInfo
{
    public required ProviderName Provider { get; init; }

    /// <summary>The last four characters, or empty for a short key.</summary>
    public required string Tail { get; init; }

    /// <summary>First eight hexadecimal digits of the keyed fingerprint.</summary>
    public required string Fingerprint { get; init; }

    public required KeyStatus Status { get; init; }

    public DateTimeOffset? TestedAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Telnyx only: whether the webhook public key is stored too.</summary>
    public bool HasWebhookPublicKey { get; init; }

    /// <summary>Whether calls may use it: only a refused, exhausted or unreadable key may not.</summary>
    public bool IsUsable => Status is KeyStatus.Untested or KeyStatus.Valid or KeyStatus.ValidLimited;
}
