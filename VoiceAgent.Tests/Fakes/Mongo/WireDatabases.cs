using MongoDB.Bson;

namespace VoiceAgent.Tests.Fakes.Mongo;

/// <summary>All databases of the double and their open cursors. Whoever calls holds the double's lock.</summary>
internal sealed class WireDatabases
{
    private const int DefaultBatch = 101;
    private const int LargestBatch = 16 * 1024 * 1024;
    private readonly Dictionary<string, WireCollection> _collections = new(StringComparer.Ordinal);
    private readonly Dictionary<long, Queue<BsonDocument>> _cursors = [];
    private long _lastCursor;

    public IEnumerable<WireCollection> Collections => _collections.Values;

    public WireCollection? Find(string database, string collection) => _collections.GetValueOrDefault($"{database}.{collection}");

    public WireCollection FindOrMake(string database, string collection)
    {
        var name = $"{database}.{collection}";
        return _collections.TryGetValue(name, out var found) ? found : _collections[name] = new WireCollection(name);
    }

    public List<string> Names(string database) =>
        [.. _collections.Keys.Where(name => name.StartsWith($"{database}.", StringComparison.Ordinal)).Select(name => name[(database.Length + 1)..])];

    public void Drop(string database)
    {
        foreach (var name in Names(database))
        {
            _collections.Remove($"{database}.{name}");
        }
    }

    /// <summary>The answer of a command that opens a cursor.</summary>
    public BsonDocument Open(string name, IEnumerable<BsonDocument> documents, BsonDocument command, bool isSingleBatch)
    {
        var rest = new Queue<BsonDocument>(documents);
        var size = command.GetValue("batchSize", (command.GetValue("cursor", null) as BsonDocument)?.GetValue("batchSize", null) ?? DefaultBatch).ToInt32();
        var batch = Take(rest, size);
        var id = 0L;
        if (rest.Count > 0 && !isSingleBatch)
        {
            id = ++_lastCursor;
            _cursors.Add(id, rest);
        }

        return Reply(name, id, "firstBatch", batch);
    }

    public BsonDocument Continue(string name, long id, int? size)
    {
        if (!_cursors.TryGetValue(id, out var rest))
        {
            throw new WireException(43, "CursorNotFound", $"cursor id {id} not found");
        }

        var batch = Take(rest, size ?? int.MaxValue);
        if (rest.Count == 0)
        {
            _cursors.Remove(id);
        }

        return Reply(name, rest.Count == 0 ? 0 : id, "nextBatch", batch);
    }

    public void Kill(long id) => _cursors.Remove(id);

    private static BsonArray Take(Queue<BsonDocument> rest, int size)
    {
        var batch = new BsonArray();
        for (var bytes = 0; batch.Count < size && rest.TryPeek(out var next);)
        {
            bytes += next.ToBson().Length;
            if (batch.Count > 0 && bytes > LargestBatch)
            {
                break;
            }

            batch.Add(rest.Dequeue());
        }

        return batch;
    }

    private static BsonDocument Reply(string name, long id, string batchName, BsonArray batch) =>
        new("cursor", new BsonDocument { { batchName, batch }, { "id", id }, { "ns", name } });
}
