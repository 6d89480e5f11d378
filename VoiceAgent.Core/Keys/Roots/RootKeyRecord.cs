using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Keys.Roots;

/// <summary>What storage knows of a root key that sealed something: enough to recognise it, nothing to rebuild it.</summary>
public sealed record RootKeyRecord
{
    public static DocumentCollection<RootKeyRecord> Collection { get; } = new()
    {
        Name = "vault_keys",
        Id = record => record.RootKeyId,
    };

    public required string RootKeyId { get; init; }

    /// <summary>BLAKE2b-128 of "kcv" under the root's check key.</summary>
    public required byte[] CheckValue { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From then on nothing is sealed by it, so the file need not hold it.</summary>
    public DateTimeOffset? RetiredAt { get; init; }
}
