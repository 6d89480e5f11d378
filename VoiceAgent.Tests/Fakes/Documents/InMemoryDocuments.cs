using System.Linq.Expressions;
using System.Text.Json;
using System.Text.Json.Nodes;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Tests.Fakes.Documents;

/// <summary>
/// One collection in memory. Documents are kept as JSON, as every adapter keeps them, so that none is shared with its writer and what does
/// not survive serialization shows; predicates, unique indexes, versions and expiry mean what they mean in a database.
/// </summary>
public sealed class InMemoryDocuments<T>(DocumentCollection<T> collection, TimeProvider time) : IDocuments<T>
    where T : class
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    public Task<Stored<T>?> FindAsync(string id, CancellationToken cancellationToken) =>
        Run(() => Alive(id) is { } entry ? entry.Read() : null, cancellationToken);

    public Task<IReadOnlyList<Stored<T>>> QueryAsync(DocumentQuery<T> query, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(query.Skip);
        ArgumentOutOfRangeException.ThrowIfNegative(query.Take);
        var where = DocumentPredicateReader.Read(query.Where);
        var order = query.OrderBy is null ? null : DocumentPath.ReadSortable(query.OrderBy);
        return Run<IReadOnlyList<Stored<T>>>(
            () =>
            {
                var found = Matching(where).OrderBy(pair => order is null ? null : JsonPredicate.Read(pair.Value.Json, order), JsonPredicate.Order)
                    .ThenBy(pair => pair.Key, JsonPredicate.Order);
                var ordered = query.Descending ? found.Reverse() : found;
                return [.. ordered.Skip(query.Skip).Take(query.Take).Select(pair => pair.Value.Read())];
            },
            cancellationToken);
    }

    public Task<long> CountAsync(Expression<Func<T, bool>> where, CancellationToken cancellationToken)
    {
        var predicate = DocumentPredicateReader.Read(where);
        return Run(() => (long)Matching(predicate).Count, cancellationToken);
    }

    public Task InsertAsync(T document, CancellationToken cancellationToken) => Run(
        () =>
        {
            var id = collection.Id(document);
            if (Alive(id) is not null)
            {
                throw new DuplicateDocumentException(collection.Name, "id");
            }

            Write(id, document, 1);
            return true;
        },
        cancellationToken);

    public Task<bool> ReplaceAsync(T document, long expectedVersion, CancellationToken cancellationToken) => Run(
        () =>
        {
            var id = collection.Id(document);
            if (Alive(id) is not { } entry || entry.Version != expectedVersion)
            {
                return false;
            }

            Write(id, document, entry.Version + 1);
            return true;
        },
        cancellationToken);

    public Task<T?> UpdateAsync(string id, Func<T, T> change, CancellationToken cancellationToken) => Run(
        () =>
        {
            if (Alive(id) is not { } entry)
            {
                return null;
            }

            var document = entry.Read().Document;
            var changed = change(document);
            if (!ReferenceEquals(changed, document))
            {
                _ = collection.Id(changed) == collection.Id(document) ? true : throw new InvalidOperationException("An update must keep the document's id.");
                Write(id, changed, entry.Version + 1);
            }

            return changed;
        },
        cancellationToken);

    public Task<bool> DeleteAsync(string id, CancellationToken cancellationToken) =>
        Run(() => Alive(id) is not null && _entries.Remove(id), cancellationToken);

    public Task<long> DeleteWhereAsync(Expression<Func<T, bool>> where, CancellationToken cancellationToken)
    {
        var predicate = DocumentPredicateReader.Read(where);
        return Run(() => (long)Matching(predicate).Count(pair => _entries.Remove(pair.Key)), cancellationToken);
    }

    private Task<TResult> Run<TResult>(Func<TResult> action, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<TResult>(cancellationToken);
        }

        try
        {
            lock (_lock)
            {
                return Task.FromResult(action());
            }
        }
        catch (Exception exception)
        {
            return Task.FromException<TResult>(exception);
        }
    }

    private Entry? Alive(string id) => _entries.TryGetValue(id, out var entry) && IsAlive(entry) ? entry : null;

    private bool IsAlive(Entry entry) =>
        collection.Expiry is not { } expiry
        || JsonPredicate.Read(entry.Json, DocumentPath.Read(expiry)) is not string expires
        || string.CompareOrdinal(expires, UtcTimeJsonConverter.Text(time.GetUtcNow())) > 0;

    private List<KeyValuePair<string, Entry>> Matching(DocumentPredicate predicate) =>
        [.. _entries.Where(pair => IsAlive(pair.Value) && JsonPredicate.Matches(pair.Value.Json, predicate))];

    private void Write(string id, T document, long version)
    {
        var written = new Entry(JsonSerializer.SerializeToNode(document, DocumentJson.Options)!.AsObject(), version);
        foreach (var index in collection.Indexes.Where(index => index.IsUnique))
        {
            var keys = Keys(index, written);
            if (keys.Any(key => key is not null)
                && _entries.Any(pair => pair.Key != id && IsAlive(pair.Value) && Keys(index, pair.Value).SequenceEqual(keys)))
            {
                throw new DuplicateDocumentException(collection.Name, index.Name);
            }
        }

        _entries[id] = written;
    }

    private static List<object?> Keys(DocumentIndex<T> index, Entry entry) =>
        [.. index.Keys.Select(key => JsonPredicate.Read(entry.Json, DocumentPath.Read(key)))];

    private sealed record Entry(JsonObject Json, long Version)
    {
        public Stored<T> Read() => new(Json.Deserialize<T>(DocumentJson.Options)!, Version);
    }
}
