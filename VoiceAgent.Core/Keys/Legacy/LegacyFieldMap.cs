using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Keys.Legacy;

/// <summary>Names that the earlier system may have used. The operator's own come before these.</summary>
public sealed record LegacyFieldMap
{
    /// <summary>Holds the provider's name in a document of one key.</summary>
    public IReadOnlyList<string> ProviderFields { get; init; } = ["provider", "service", "provider_name", "service_name"];

    /// <summary>Holds the token in a document of one key.</summary>
    public IReadOnlyList<string> KeyFields { get; init; } = ["encrypted_key", "encrypted_api_key", "api_key_encrypted", "key_encrypted", "api_key", "key"];

    /// <summary>Holds a map from provider to token, or a list of documents of one key.</summary>
    public IReadOnlyList<string> MapFields { get; init; } = ["api_keys", "encrypted_api_keys", "encrypted_keys", "provider_keys", "keys"];

    /// <summary>Holds the webhook public key in a document of one Telnyx key.</summary>
    public IReadOnlyList<string> PublicKeyFields { get; init; } = ["webhook_public_key", "public_key", "telnyx_public_key"];

    public IReadOnlyList<string> UserFields { get; init; } = ["user_id", "owner_id", "user", "owner"];

    public IReadOnlyList<string> EmailFields { get; init; } = ["email", "user_email", "owner_email"];

    public IReadOnlyList<string> TimeFields { get; init; } = ["updated_at", "created_at", "updatedAt", "createdAt"];

    public IReadOnlyList<string> ActiveFields { get; init; } = ["is_active", "active", "enabled"];

    /// <summary>Path of a field (dotted) to the provider whose token it holds.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Further names of providers.</summary>
    public IReadOnlyDictionary<string, ProviderName> Aliases { get; init; } = new Dictionary<string, ProviderName>(StringComparer.Ordinal);
}
