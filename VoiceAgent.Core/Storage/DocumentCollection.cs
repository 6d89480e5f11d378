using System.Linq.Expressions;
using System.Text.Json.Nodes;

namespace VoiceAgent.Core.Storage;

/// <summary>How the documents of one type are kept: declared next to the type, opened by whichever adapter is configured.</summary>
public sealed record DocumentCollection<T>
    where T : class
{
    /// <summary>Lower-case letters and underscores; never changes.</summary>
    public required string Name { get; init; }

    public required Func<T, string> Id { get; init; }

    public IReadOnlyList<DocumentIndex<T>> Indexes { get; init; } = [];

    /// <summary>
    /// A property path: from that moment on the document is gone for every operation, and within minutes from the disk. Null keeps it for ever.
    /// </summary>
    public Expression<Func<T, DateTimeOffset?>>? Expiry { get; init; }

    /// <summary>
    /// Steps that turn an older shape of the document into the next one. The schema version is their number plus one; a document is
    /// upgraded when it is read, and opening the collection rewrites all old ones in batches before the first query answers, because
    /// predicates run on what is stored. A document of a newer schema is refused with a <see cref="StorageException"/>. A step gets the
    /// document in the shape before and may change and return it; it depends on nothing else and is never edited after a release. A new
    /// property that predicates or indexes use needs a step even when the record has a default for it.
    /// </summary>
    public IReadOnlyList<Func<JsonObject, JsonObject>> Upgrades { get; init; } = [];

    public int SchemaVersion => Upgrades.Count + 1;
}

/// <summary>An index over one or more property paths.</summary>
public sealed record DocumentIndex<T>
    where T : class
{
    public required string Name { get; init; }

    public required IReadOnlyList<Expression<Func<T, object?>>> Keys { get; init; }

    /// <summary>Documents in which every key is null do not collide.</summary>
    public bool IsUnique { get; init; }

    public static DocumentIndex<T> On(string name, params IReadOnlyList<Expression<Func<T, object?>>> keys) => new() { Name = name, Keys = keys };

    public static DocumentIndex<T> Unique(string name, params IReadOnlyList<Expression<Func<T, object?>>> keys) =>
        new() { Name = name, Keys = keys, IsUnique = true };
}

/// <summary>Opens collections; one per process.</summary>
public interface IDocumentStore
{
    /// <summary>Makes sure that collection and indexes exist. May be called again with the same collection.</summary>
    IDocuments<T> Open<T>(DocumentCollection<T> collection)
        where T : class;

    /// <summary>Asks the database for a sign of life. Throws <see cref="StorageException"/> when it gives none.</summary>
    Task CheckAsync(CancellationToken cancellationToken);
}
