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

    /// <summary><see cref="Fingerprint"/> in hexadecimal, for finding the same key again.</summary>
    public string FingerprintHex => Fingerprint is null ? string.Empty : Convert.ToHexStringLower(Fingerprint);

    /// <summary>The part of the fingerprint that is shown.</summary>
    [JsonIgnore]
    public string ShortFingerprint => FingerprintHex.Length >= 8 ? FingerprintHex[..8] : string.Empty;

    /// <summary>The last verdict; what holds at a moment is <see cref="StateAt"/>.</summary>
    public KeyStatus Status { get; init; } = KeyStatus.Untested;

    /// <summary>When the provider last gave a verdict.</summary>
    public DateTimeOffset? TestedAt { get; init; }

    /// <summary>The last test, also one that found nothing out.</summary>
    public KeyTestRecord? LastTest { get; init; }

    /// <summary>When the key was last looked at: the daily test goes by it.</summary>
    public DateTimeOffset CheckedAt => LastTest?.At ?? CreatedAt;

    /// <summary>Rights that the provider said the key lacks, separated by commas; null when none are known.</summary>
    public string? MissingRights { get; init; }

    /// <summary>Last day (UTC) on which calls may use it.</summary>
    public DateOnly? ExpiresOn { get; init; }

    /// <summary>Day (UTC) from which the owner wants to be reminded to replace it.</summary>
    public DateOnly? RotateAfter { get; init; }

    /// <summary>Which date the owner was reminded of last.</summary>
    public string? ToldOf { get; init; }

    /// <summary>Since when the owner keeps calls from using it; null while they may.</summary>
    public DateTimeOffset? DisabledAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required UserId CreatedBy { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Set while the key is the one that was imported from the earlier system; null as soon as its owner enters another.</summary>
    public KeyOrigin? ImportedFrom { get; init; }

    /// <summary>The verdict, unless the owner has disabled the key or its last day is over.</summary>
    public KeyStatus StateAt(DateTimeOffset now) => this switch
    {
        { DisabledAt: not null } => KeyStatus.Disabled,
        { ExpiresOn: { } end } when DateOnly.FromDateTime(now.UtcDateTime) > end => KeyStatus.Expired,
        _ => Status,
    };
}

/// <summary>What is remembered of a key test.</summary>
/// <param name="At">When.</param>
/// <param name="Result">Code of ours, such as <c>valid</c> or <c>provider_down</c>.</param>
/// <param name="LatencyMs">How long the provider took.</param>
/// <param name="Cause">Why the key was tested.</param>
public sealed record KeyTestRecord(DateTimeOffset At, string Result, int LatencyMs, string Cause);

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

/// <summary>The state of a key: what its last test said, or what its owner decided.</summary>
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

    /// <summary>Its owner keeps calls from using it.</summary>
    Disabled,

    /// <summary>The last day its owner gave it is over.</summary>
    Expired,
}
