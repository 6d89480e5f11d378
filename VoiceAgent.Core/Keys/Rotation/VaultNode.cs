using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Keys.Rotation;

/// <summary>What a running server says of itself every few seconds; gone when it has said nothing for a while.</summary>
public sealed record VaultNode
{
    public static DocumentCollection<VaultNode> Collection { get; } = new()
    {
        Name = "vault_nodes",
        Id = node => node.Id,
        Expiry = node => node.ExpiresAt,
    };

    /// <summary>Machine, process and a random part.</summary>
    public required string Id { get; init; }

    /// <summary>The root keys it can open with.</summary>
    public required IReadOnlyList<LoadedRootKey> Keys { get; init; }

    /// <summary>Id of the root key it seals with; null while its vault is locked.</summary>
    public required string? SealsWith { get; init; }

    public required DateTimeOffset SeenAt { get; init; }

    public required DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Whether it can open what this very root key sealed, not one of the same name.</summary>
    public bool HasLoaded(string rootKeyId, byte[] checkValue) =>
        Keys.Any(key => key.RootKeyId == rootKeyId && key.CheckValue.AsSpan().SequenceEqual(checkValue));
}

/// <summary>A root key in the memory of a server.</summary>
/// <param name="RootKeyId">Its name.</param>
/// <param name="CheckValue">16 bytes that tell it from another key of the same name.</param>
public sealed record LoadedRootKey(string RootKeyId, byte[] CheckValue);
