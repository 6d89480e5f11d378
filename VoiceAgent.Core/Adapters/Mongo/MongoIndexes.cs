using System.Text.RegularExpressions;
using MongoDB.Bson;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Adapters.Mongo;

/// <summary>
/// The indexes of one collection as MongoDB is told of them: keys as declared, which is account first, and the document id behind them, so
/// that a page in order is read from the index. A sharded collection takes them as they are where the shard key is the account.
/// <para>Unique keys that are all null may repeat, and a null among others counts as a value. MongoDB always counts it, so where every key
/// may be null, the index exists once per key, holding the documents that have that key: over all of them, whatever is not all null meets
/// its equals. The keys are turned so that each has an order of its own, which servers before 5.0 ask for.</para>
/// </summary>
internal sealed partial class MongoIndexes
{
    /// <summary>Indexes without it are the operator's own and are left alone.</summary>
    private const string Prefix = "app.";

    private const string Expiry = Prefix + "expiry.ttl";

    /// <summary>How far the server's clock may be ahead before a document goes early.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, string> _declared = new(StringComparer.Ordinal);
    private readonly List<BsonDocument> _indexes = [];

    /// <summary>As in the command <c>createIndexes</c>.</summary>
    public IReadOnlyList<BsonDocument> All => _indexes;

    public static MongoIndexes Of<T>(DocumentCollection<T> collection)
        where T : class
    {
        var indexes = new MongoIndexes();
        foreach (var index in collection.Indexes)
        {
            indexes.Add(collection.Name, index);
        }

        if (collection.Expiry is not null)
        {
            indexes.AddIndex(Expiry, "expiry", new BsonDocument(MongoFields.Expires, 1)).Add("expireAfterSeconds", (int)Slack.TotalSeconds);
        }

        if (collection.SchemaVersion > 1)
        {
            indexes.AddIndex($"{Prefix}schema.version", "schema", new BsonDocument { { MongoFields.Schema, 1 }, { MongoFields.Id, 1 } });
        }

        return indexes;
    }

    public static bool IsOurs(string name) => name.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>The name an index was declared with; <c>id</c> for MongoDB's own.</summary>
    public string Declared(string name) => _declared.GetValueOrDefault(name, "id");

    /// <summary>The name an index was declared with, from the server's message about a taken value.</summary>
    public string DeclaredIn(string message) => IndexPattern().Match(message) is { Success: true } match ? Declared(match.Groups[1].Value) : "id";

    public static string Checked(string name) => NamePattern().IsMatch(name)
        ? name
        : throw new ArgumentException($"Not a name of a collection or index: {name}. Lower-case letters, digits and underscores, beginning with a letter.");

    private void Add<T>(string collection, DocumentIndex<T> index)
        where T : class
    {
        var name = Prefix + Checked(index.Name);
        var paths = index.Keys.Select(DocumentPath.Read).ToList();
        if (paths.Count == 0)
        {
            throw new ArgumentException($"The index {index.Name} of the collection {collection} has no keys.");
        }

        if (!index.IsUnique)
        {
            AddIndex(name, index.Name, Keys(paths).Add(MongoFields.Id, 1));
        }
        else if (paths.Any(path => !path.MayBeNull))
        {
            AddIndex(name, index.Name, Keys(paths)).Add("unique", true);
        }
        else
        {
            for (var i = 0; i < paths.Count; i++)
            {
                AddIndex(i == 0 ? name : $"{name}.{i}", index.Name, Keys([.. paths.Skip(i), .. paths.Take(i)]))
                    .Add("unique", true)
                    .Add("partialFilterExpression", new BsonDocument(MongoPredicate.Field(paths[i]), new BsonDocument("$gte", Least(paths[i]))));
            }
        }
    }

    private BsonDocument AddIndex(string name, string declared, BsonDocument keys)
    {
        var index = new BsonDocument { { "key", keys }, { "name", name } };
        _declared.Add(name, declared);
        _indexes.Add(index);
        return index;
    }

    private static BsonDocument Keys(List<DocumentPath> paths) => new(paths.Select(path => new BsonElement(MongoPredicate.Field(path), 1)));

    /// <summary>The least value of the property's kind: in MongoDB nothing but values of one kind is above it.</summary>
    private static BsonValue Least(DocumentPath path) =>
        path.Value == typeof(bool) ? BsonBoolean.False : path.IsNumber ? double.NegativeInfinity : string.Empty;

    [GeneratedRegex(@"index: ([^ ]+) dup key", RegexOptions.CultureInvariant)]
    private static partial Regex IndexPattern();

    [GeneratedRegex(@"^(?!system|sqlite_)[a-z][a-z0-9_]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
