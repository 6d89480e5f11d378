namespace VoiceAgent.Core.Keys.Rotation;

/// <summary>
/// A collection with secrets sealed by the vault: one of those that a rotation goes through and a check opens. Needs the vault open.
/// </summary>
public interface ISealedCollection
{
    /// <summary>Name of the collection in storage.</summary>
    string Name { get; }

    Type DocumentType { get; }

    /// <summary>How many documents hold a secret sealed by this root key.</summary>
    Task<long> CountAsync(string rootKeyId, CancellationToken cancellationToken);

    /// <summary>
    /// Seals the secrets of a batch of documents anew by the active root key, each by compare-and-set: whoever writes the document at the
    /// same time wins. Documents that do not open are marked and left; <paramref name="skip"/> passes over them in the next batch.
    /// </summary>
    /// <param name="rootKeyId">The root key to get rid of; it has to be loaded.</param>
    /// <param name="skip">How many of the documents it sealed, in the order of their ids, to leave out.</param>
    /// <param name="take">Most documents of the batch.</param>
    Task<RewrapCounts> RewrapAsync(string rootKeyId, int skip, int take, CancellationToken cancellationToken);

    /// <summary>Opens the secrets of a batch of documents, in the order of their ids, and changes nothing.</summary>
    Task<VerifyCounts> VerifyAsync(int skip, int take, CancellationToken cancellationToken);
}

/// <summary>What became of the documents of a batch.</summary>
/// <param name="Rewrapped">Sealed by the active root key now.</param>
/// <param name="Unreadable">Did not open; marked and left as they are.</param>
/// <param name="ChangedMeanwhile">Written by somebody else at the same time; theirs stands.</param>
public readonly record struct RewrapCounts(long Rewrapped, long Unreadable, long ChangedMeanwhile)
{
    public static RewrapCounts operator +(RewrapCounts left, RewrapCounts right) => new(
        left.Rewrapped + right.Rewrapped, left.Unreadable + right.Unreadable, left.ChangedMeanwhile + right.ChangedMeanwhile);

    public long Total => Rewrapped + Unreadable + ChangedMeanwhile;
}

/// <summary>What was found in the documents of a batch.</summary>
/// <param name="Opened">Every secret in them opened.</param>
/// <param name="Unreadable">A secret in them did not open.</param>
/// <param name="WithoutSecret">Hold none.</param>
public readonly record struct VerifyCounts(long Opened, long Unreadable, long WithoutSecret)
{
    public static VerifyCounts operator +(VerifyCounts left, VerifyCounts right) => new(
        left.Opened + right.Opened, left.Unreadable + right.Unreadable, left.WithoutSecret + right.WithoutSecret);

    public long Total => Opened + Unreadable + WithoutSecret;
}
