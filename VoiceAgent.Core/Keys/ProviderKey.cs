using System.Text.Json.Serialization;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Keys;

/// <summary>A stored provider key: sealed, with everything that may be shown made when it was written.</summary>
public sealed record ProviderKey
{
    public required KeyId Id { get; init; }

    public required AccountId AccountId { get; init; }

    public required ProviderName Provider { get; init; }

    /// <summary>Grows with every replacement; part of what the ciphertext is bound to.</summary>
    public required int Generation { get; init; }

    public required SealedSecret Secret { get; init; }

    public required KeyDestination Destination { get; init; }

    /// <summary>The last four characters of a key of 20 or more, else empty.</summary>
    public required string Tail { get; init; }

    public required int Length { get; init; }

    /// <summary>Keyed BLAKE2b-128 of provider and key: tells "the same key again" without the key.</summary>
    public required byte[] Fingerprint { get; init; }

    public KeyStatus Status { get; init; } = KeyStatus.Untested;

    public DateTimeOffset? TestedAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required UserId CreatedBy { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Set while the key is the one that was imported from the earlier system; null as soon as its owner enters another.</summary>
    public KeyOrigin? ImportedFrom { get; init; }
}

/// <summary>The place a key may be sent to; authenticated with the ciphertext.</summary>
/// <param name="Host">See <see cref="ProviderEndpoint.Destination"/>.</param>
/// <param name="WebhookPublicKey">Telnyx only: base64 of the account's 32-byte Ed25519 public key.</param>
/// <param name="Region">Id of a <see cref="ProviderRegion"/>; null for the provider's usual place.</param>
public sealed record KeyDestination(string Host, string? WebhookPublicKey = null, string? Region = null);

/// <summary>Where an imported key came from in the earlier system.</summary>
/// <param name="Collection">Its collection or export file there.</param>
/// <param name="DocumentId">The document's id as text.</param>
/// <param name="Field">Path within the document.</param>
/// <param name="TokenHash">SHA-256 of the encrypted token, in hexadecimal.</param>
/// <param name="WrittenAt">When the token was written there.</param>
public sealed record KeyOrigin(string Collection, string DocumentId, string Field, string TokenHash, DateTimeOffset WrittenAt);

/// <summary>An encrypted secret (key-vault specification, section 1.1).</summary>
/// <param name="Version">Format version, 1.</param>
/// <param name="Algorithm">1: XChaCha20-Poly1305 with BLAKE2b-256 commitment.</param>
/// <param name="RootKeyId">Which root key sealed it.</param>
/// <param name="Nonce">24 random bytes.</param>
/// <param name="Ciphertext">Ciphertext and 16-byte tag.</param>
/// <param name="Commitment">32 bytes over associated data, nonce and tag.</param>
public sealed record SealedSecret(byte Version, byte Algorithm, string RootKeyId, byte[] Nonce, byte[] Ciphertext, byte[] Commitment);

/// <summary>What the last test of a key said.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<KeyStatus>))]
public enum KeyStatus
{
    /// <summary>Stored, never tested with a verdict.</summary>
    Untested,

    /// <summary>The provider accepted it.</summary>
    Valid,

    /// <summary>The key exists, but lacks rights that the test could see.</summary>
    ValidLimited,

    /// <summary>The provider refused it.</summary>
    Invalid,

    /// <summary>The provider's account has no credit left.</summary>
    QuotaExceeded,

    /// <summary>The ciphertext cannot be opened any more; the key must be entered again.</summary>
    NeedsReentry,
}
