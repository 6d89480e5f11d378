using System.Linq.Expressions;

namespace VoiceAgent.Core.Storage;

/// <summary>
/// The one storage port: the documents of one collection. A write that has returned survives the death of the process.
/// Predicates are a small subset of LINQ that every adapter translates: <c>==</c>, <c>!=</c>, <c>&lt;</c>, <c>&lt;=</c>,
/// <c>&gt;</c>, <c>&gt;=</c> between a property path of the document and a value, <c>&amp;&amp;</c>, <c>||</c>, <c>!</c>, a boolean
/// property, <c>values.Contains(path)</c>, and <c>path.StartsWith(text)</c> for strings; anything else throws
/// <see cref="NotSupportedException"/>. Less and greater are for numbers, moments, dates and GUIDs. A missing property equals null, and as
/// in C# no value is less or greater than null. Texts are in the order of their code points; NUL and unpaired surrogates in them are
/// stored, and compared, as U+FFFD. Moments keep the instant and lose the offset.
/// </summary>
/// <typeparam name="T">A sealed record, written as JSON with camel-case names.</typeparam>
public interface IDocuments<T>
    where T : class
{
    Task<Stored<T>?> FindAsync(string id, CancellationToken cancellationToken);

    Task<IReadOnlyList<Stored<T>>> QueryAsync(DocumentQuery<T> query, CancellationToken cancellationToken);

    Task<long> CountAsync(Expression<Func<T, bool>> where, CancellationToken cancellationToken);

    /// <summary>Throws <see cref="DuplicateDocumentException"/> when the id or a unique index is taken.</summary>
    Task InsertAsync(T document, CancellationToken cancellationToken);

    /// <summary>
    /// Writes the document if the stored one still has <paramref name="expectedVersion"/>; false when it has not or is gone.
    /// Throws <see cref="DuplicateDocumentException"/> when a unique index is taken.
    /// </summary>
    Task<bool> ReplaceAsync(T document, long expectedVersion, CancellationToken cancellationToken);

    /// <summary>
    /// Applies <paramref name="change"/> to the current document, again whenever another writer was faster, so it must be pure.
    /// Null when there is no such document. Nothing is written when it returns the document it was given; it must keep the id. It may
    /// run on the database's thread: no waiting in it.
    /// </summary>
    Task<T?> UpdateAsync(string id, Func<T, T> change, CancellationToken cancellationToken);

    /// <summary>False when there was no such document.</summary>
    Task<bool> DeleteAsync(string id, CancellationToken cancellationToken);

    Task<long> DeleteWhereAsync(Expression<Func<T, bool>> where, CancellationToken cancellationToken);
}

/// <summary>A document and the version it was read at; versions begin at 1 and grow with every write.</summary>
public sealed record Stored<T>(T Document, long Version)
    where T : class;

/// <summary>Which documents, in which order, which part of them.</summary>
public sealed record DocumentQuery<T>
    where T : class
{
    public required Expression<Func<T, bool>> Where { get; init; }

    /// <summary>A property path, nulls first, ties by document id; the document id where it is null.</summary>
    public Expression<Func<T, object?>>? OrderBy { get; init; }

    public bool Descending { get; init; }

    public int Skip { get; init; }

    /// <summary>At most this many; 1,000 unless told.</summary>
    public int Take { get; init; } = 1000;
}

/// <summary>An insert or replace met the same id, or the same values under a unique index.</summary>
public sealed class DuplicateDocumentException(string collection, string index, Exception? innerException = null)
    : Exception($"The collection {collection} already has a document with these values ({index}).", innerException)
{
    /// <summary>Name of the unique index, or <c>id</c>.</summary>
    public string Index { get; } = index;
}
