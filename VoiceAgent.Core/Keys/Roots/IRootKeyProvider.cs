namespace VoiceAgent.Core.Keys.Roots;

/// <summary>A place root keys come from. The first one that is present provides them.</summary>
internal interface IRootKeyProvider
{
    /// <summary>As the subject of a sentence, such as <c>The vault's key file /run/secrets/vault-keys.json</c>.</summary>
    string Description { get; }

    /// <summary>Whether there is anything to read.</summary>
    bool IsPresent { get; }

    /// <summary>Something the operator should put right although the keys can be used, or null.</summary>
    string? Warning { get; }

    /// <summary>
    /// The keys, which the caller owns; null when there is nothing beyond what was read before: with <paramref name="onlyWhenChanged"/>, or
    /// from a place that can be read only once.
    /// </summary>
    Task<RootKeyReading?> ReadAsync(bool onlyWhenChanged, CancellationToken cancellationToken);
}

/// <summary>What was found where root keys come from.</summary>
/// <param name="Ring">The keys, with the one that a new installation begins with.</param>
/// <param name="Problem">Why there are none, as the end of a sentence; names no part of a key.</param>
internal sealed record RootKeyReading(RootKeyRing? Ring, string? Problem);
