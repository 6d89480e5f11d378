using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Keys.Legacy;

/// <summary>One stored key of the earlier system, still encrypted, and where it was found.</summary>
internal sealed class LegacyEntry
{
    public required string Collection { get; init; }

    /// <summary>The document's <c>_id</c> as text.</summary>
    public required string DocumentId { get; init; }

    /// <summary>Path within the document, such as <c>api_keys.deepgram</c>.</summary>
    public required string Field { get; init; }

    /// <summary>The earlier system's user, or null when the document names none.</summary>
    public string? User { get; init; }

    public string? Email { get; init; }

    /// <summary>Null for a provider that VoiceAgent does not use.</summary>
    public ProviderName? Provider { get; init; }

    /// <summary>Whether it is Telnyx's webhook public key, which may also be stored in clear.</summary>
    public bool IsPublicKey { get; init; }

    /// <summary>The token, or what stands for a value that is no text; null or blank where nothing is stored.</summary>
    public string? Text { get; init; }

    public DateTimeOffset? UpdatedAt { get; init; }

    public bool IsActive { get; init; } = true;

    public override string ToString() => $"{Collection} {DocumentId} {Field} (hidden)";
}
