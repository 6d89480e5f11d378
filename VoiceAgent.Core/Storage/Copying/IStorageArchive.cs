namespace VoiceAgent.Core.Storage.Copying;

/// <summary>A database as documents in JSON, whatever their types: for copying one to another. For commands, never beside live audio.</summary>
public interface IStorageArchive : IAsyncDisposable
{
    /// <summary>For the operator, without user and password.</summary>
    string Description { get; }

    /// <summary>Every collection of the database, those too that this release does not know.</summary>
    Task<IReadOnlyList<ArchivedCollection>> ListAsync(CancellationToken cancellationToken);

    /// <summary>The next documents in the order of their ids, beginning behind <paramref name="after"/>; from the first where it is null.</summary>
    Task<IReadOnlyList<ArchivedDocument>> ReadAsync(string collection, string? after, int take, CancellationToken cancellationToken);

    /// <summary>Those of these documents that exist.</summary>
    Task<IReadOnlyList<ArchivedDocument>> FindAsync(string collection, IReadOnlyList<string> ids, CancellationToken cancellationToken);

    /// <summary>Makes the collection, without indexes, as one whose documents have these schemas.</summary>
    Task CreateAsync(ArchivedCollection collection, CancellationToken cancellationToken);

    /// <summary>Writes the documents as they are, in place of those with the same ids. Durable when it returns.</summary>
    Task WriteAsync(RegisteredCollection collection, IReadOnlyList<ArchivedDocument> documents, CancellationToken cancellationToken);
}

/// <summary>A document as it is stored.</summary>
/// <param name="Schema">Of this document; it is upgraded by the server, not by copying.</param>
public sealed record ArchivedDocument(string Id, long Version, int Schema, string Json);

/// <summary>A stored collection.</summary>
/// <param name="Schema">The newest that any document may have.</param>
/// <param name="Upgraded">The schema that all documents have reached.</param>
public sealed record ArchivedCollection(string Name, int Schema, int Upgraded, long Count);
