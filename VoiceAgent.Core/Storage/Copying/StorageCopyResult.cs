namespace VoiceAgent.Core.Storage.Copying;

/// <summary>What a copy came to.</summary>
/// <param name="From">Where from, without password.</param>
/// <param name="To">Where to, without password.</param>
/// <param name="Verified">Whether source and target hold the same documents.</param>
public sealed record StorageCopyResult(string From, string To, bool Verified, IReadOnlyList<CopiedCollection> Collections)
{
    public long Documents => Collections.Sum(collection => collection.Documents);

    public long Written => Collections.Sum(collection => collection.Written);
}

/// <summary>One collection, counted and hashed on both sides after the copy.</summary>
/// <param name="Documents">In the source.</param>
/// <param name="Written">By this run; fewer when it went on with an earlier one.</param>
/// <param name="Sha256">Over ids, versions, schemas and contents of the source's documents.</param>
/// <param name="Verified">Whether the target has the same number and the same hash.</param>
public sealed record CopiedCollection(string Name, long Documents, long Written, string Sha256, bool Verified);

/// <summary>The copy was refused or found something that the operator has to look at; nothing of the source has changed.</summary>
public sealed class StorageCopyException(string message) : Exception(message);
