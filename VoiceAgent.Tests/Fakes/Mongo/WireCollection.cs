using MongoDB.Bson;

namespace VoiceAgent.Tests.Fakes.Mongo;

/// <summary>The documents and indexes of one collection. Whoever calls holds the double's lock.</summary>
internal sealed class WireCollection(string name)
{
    private const int LargestDocument = 16 * 1024 * 1024;
    private readonly SortedDictionary<BsonValue, BsonDocument> _documents = new(WireOrder.Instance);
    private readonly List<WireIndex> _indexes = [new(new BsonDocument { { "key", new BsonDocument("_id", 1) }, { "name", "_id_" } })];

    public IReadOnlyList<WireIndex> Indexes => _indexes;

    public int Count => _documents.Count;

    public List<BsonDocument> Find(BsonDocument filter) =>
        [.. Candidates(filter).Where(document => WireFilter.Matches(document, filter))];

    public void Insert(BsonDocument document)
    {
        if (!document.TryGetValue("_id", out var id))
        {
            throw WireException.Unknown("documents without _id");
        }

        if (_documents.ContainsKey(id))
        {
            throw WireException.Duplicate(name, "_id_", new BsonDocument("_id", id).ToJson());
        }

        CheckStorable(document);
        CheckUnique(document);
        _documents.Add(id, document);
    }

    public void Replace(BsonDocument stored, BsonDocument document)
    {
        if (WireOrder.Instance.Compare(document["_id"], stored["_id"]) != 0)
        {
            throw new WireException(66, "ImmutableField", "Performing an update on the path '_id' would modify the immutable field '_id'");
        }

        CheckStorable(document);
        CheckUnique(document);
        _documents[stored["_id"]] = document;
    }

    public void Remove(BsonDocument document) => _documents.Remove(document["_id"]);

    public void RemoveExpired(DateTimeOffset now)
    {
        foreach (var document in _documents.Values.Where(document => _indexes.Any(index => index.HasExpired(document, now))).ToList())
        {
            Remove(document);
        }
    }

    public void AddIndex(WireIndex index)
    {
        if (_indexes.Find(existing => existing.Name == index.Name || existing.Key == index.Key) is { } existing)
        {
            if (existing.Description == index.Description)
            {
                return;
            }

            throw existing.Name == index.Name
                ? new WireException(86, "IndexKeySpecsConflict", $"An existing index has the same name as the requested index: {index.Name}")
                : new WireException(85, "IndexOptionsConflict", $"Index already exists with a different name: {existing.Name}");
        }

        var documents = _documents.Values.ToList();
        if (index.IsUnique && documents.Where((document, i) => index.Holds(document) && index.FindCollision(document, documents.Skip(i + 1)) is not null).FirstOrDefault() is { } duplicate)
        {
            throw WireException.Duplicate(name, index.Name, index.Describe(duplicate));
        }

        _indexes.Add(index);
    }

    public void DropIndex(string index)
    {
        if (index == "_id_" || _indexes.RemoveAll(existing => existing.Name == index) == 0)
        {
            throw WireException.NoIndex(index);
        }
    }

    private IEnumerable<BsonDocument> Candidates(BsonDocument filter)
    {
        var id = filter.GetValue("_id", null) ?? (filter.GetValue("$and", null)?[0] as BsonDocument)?.GetValue("_id", null);
        if (id is not BsonString)
        {
            return _documents.Values;
        }

        return _documents.TryGetValue(id, out var document) ? [document] : [];
    }

    private void CheckUnique(BsonDocument document)
    {
        foreach (var index in _indexes.Where(index => index.IsUnique && index.Holds(document)))
        {
            if (index.FindCollision(document, _documents.Values.Where(other => other["_id"] != document["_id"])) is not null)
            {
                throw WireException.Duplicate(name, index.Name, index.Describe(document));
            }
        }
    }

    /// <summary>As servers before 5.0: no dot and no leading dollar in a name, at any depth.</summary>
    private static void CheckStorable(BsonDocument document)
    {
        if (document.ToBson().Length > LargestDocument)
        {
            throw new WireException(10334, "BSONObjectTooLarge", "BSONObj size is invalid");
        }

        CheckNames(document);
    }

    private static void CheckNames(BsonValue value)
    {
        if (value is BsonDocument document)
        {
            if (document.Names.FirstOrDefault(name => name.StartsWith('$') || name.Contains('.')) is { } name)
            {
                throw new WireException(52, "DollarPrefixedFieldName", $"The field name '{name}' is not valid for storage.");
            }

            document.Values.ToList().ForEach(CheckNames);
        }
        else if (value is BsonArray array)
        {
            array.ToList().ForEach(CheckNames);
        }
    }
}
