using MongoDB.Bson;

namespace VoiceAgent.Tests.Fakes.Mongo;

/// <summary>One index as <c>createIndexes</c> describes it; refuses options this double does not know.</summary>
internal sealed class WireIndex
{
    private static readonly string[] Options = ["key", "name", "unique", "partialFilterExpression", "expireAfterSeconds", "v"];
    private static readonly string[] PartialOperators = ["$eq", "$gt", "$gte", "$lt", "$lte"];
    private readonly BsonDocument? _partial;

    public WireIndex(BsonDocument description)
    {
        if (description.Names.FirstOrDefault(name => !Options.Contains(name)) is { } unknown)
        {
            throw WireException.Unknown($"the index option {unknown}");
        }

        if (description["key"].AsBsonDocument.Any(key => key.Value is not { IsNumeric: true }))
        {
            throw WireException.Unknown($"the index {description["key"]}");
        }

        Description = new BsonDocument(description) { ["v"] = 2 };
        _partial = description.GetValue("partialFilterExpression", null)?.AsBsonDocument;
        if (_partial?.Any(field => field.Value.AsBsonDocument.Names.Any(name => !PartialOperators.Contains(name))) is true)
        {
            throw new WireException(67, "CannotCreateIndex", $"unsupported expression in partial index: {_partial}");
        }

        if (description.Contains("expireAfterSeconds") && description["key"].AsBsonDocument.ElementCount != 1)
        {
            throw new WireException(67, "CannotCreateIndex", "TTL indexes are single-field indexes");
        }
    }

    public BsonDocument Description { get; }

    public string Name => Description["name"].AsString;

    public BsonDocument Key => Description["key"].AsBsonDocument;

    public bool IsUnique => Description.GetValue("unique", false).ToBoolean();

    public bool Holds(BsonDocument document) => _partial is null || WireFilter.Matches(document, _partial);

    /// <summary>The first of the others that has the values of a document which the index holds; null when none has.</summary>
    public BsonDocument? FindCollision(BsonDocument document, IEnumerable<BsonDocument> others)
    {
        var values = Values(document).ToArray();
        return others.FirstOrDefault(other =>
            values.Zip(Values(other)).All(pair => WireOrder.Instance.Compare(pair.First, pair.Second) == 0) && Holds(other));
    }

    /// <summary>Such as <c>{ body.code: "x" }</c>: as the real message, it quotes the values.</summary>
    public string Describe(BsonDocument document) => new BsonDocument(Key.Names.Zip(Values(document), (name, value) => new BsonElement(name, value))).ToJson();

    public bool HasExpired(BsonDocument document, DateTimeOffset now) =>
        Description.TryGetValue("expireAfterSeconds", out var seconds)
        && WireFilter.Read(document, Key.GetElement(0).Name) is BsonDateTime moment
        && moment.ToUniversalTime().AddSeconds(seconds.ToDouble()) <= now.UtcDateTime;

    private IEnumerable<BsonValue> Values(BsonDocument document) => Key.Names.Select(path => WireFilter.Read(document, path) switch
    {
        BsonArray => throw WireException.Unknown("indexes over arrays"),
        var value => value,
    });
}
