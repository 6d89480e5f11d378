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

    /// <summary>The last test, also one that found nothing out.</summary>
    public KeyTestRecord? LastTest { get; init; }

    /// <summary>Rights that the provider said the key lacks.</summary>
    public string? MissingRights { get; init; }

    /// <summary>Last day (UTC) on which calls may use it.</summary>
    public DateOnly? ExpiresOn { get; init; }

    /// <summary>Day (UTC) from which the owner wants to be reminded to replace it.</summary>
    public DateOnly? RotateAfter { get; init; }

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

    /// <summary>
    /// Whether calls may use it: a refused, unreadable, disabled or expired key may not, nor one stored for another destination. A key
    /// whose account had no credit may, because credit can have been added at any time; see <see cref="IsSpent"/>.
    /// </summary>
    public bool IsUsable =>
        StoredFor is null && Status is (KeyStatus.Untested or KeyStatus.Valid or KeyStatus.ValidLimited or KeyStatus.QuotaExceeded);

    /// <summary>Whether the provider last said that there is no credit: calls use such a key when there is no other.</summary>
    public bool IsSpent => Status is KeyStatus.QuotaExceeded;
}
