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

    /// <summary>Id of the <see cref="ProviderRegion"/> it belongs to; null for the provider's usual place.</summary>
    public string? Region { get; init; }

    /// <summary>Telnyx only: whether the webhook public key is stored too.</summary>
    public bool HasWebhookPublicKey { get; init; }

    /// <summary>
    /// The destination it was stored for when the provider is now reached at another one (a sandbox key on a live installation, or
    /// the reverse); null when they agree. Such a key is never sent anywhere and must be entered again.
    /// </summary>
    public string? StoredFor { get; init; }

    /// <summary>Whether calls may use it: a refused, exhausted or unreadable key may not, nor one stored for another destination.</summary>
    public bool IsUsable => StoredFor is null && Status is (KeyStatus.Untested or KeyStatus.Valid or KeyStatus.ValidLimited);
}
