using System.Diagnostics;
using MongoDB.Bson;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Adapters.Mongo;

/// <summary>
/// A predicate as a MongoDB filter over <c>body</c>. MongoDB agrees with the port on almost everything: equality with null holds for what
/// is missing, inequality for what is missing too, and less and greater hold between values of one kind only.
/// </summary>
internal static class MongoPredicate
{
    public static BsonDocument Translate(DocumentPredicate predicate) => predicate switch
    {
        DocumentPredicate.Constant { Value: true } => [],
        DocumentPredicate.Constant => None(),
        DocumentPredicate.And both => new BsonDocument("$and", new BsonArray { Translate(both.Left), Translate(both.Right) }),
        DocumentPredicate.Or either => new BsonDocument("$or", new BsonArray { Translate(either.Left), Translate(either.Right) }),
        DocumentPredicate.Not not => new BsonDocument("$nor", new BsonArray { Translate(not.Inner) }),
        DocumentPredicate.Compare compare => Compare(compare),
        DocumentPredicate.In any => new BsonDocument(Field(any.Path), new BsonDocument("$in", new BsonArray(any.Values.Select(Value)))),
        DocumentPredicate.StartsWith start => StartsWith(start),
        _ => throw new UnreachableException(),
    };

    /// <summary>Where the property is in the stored document.</summary>
    public static string Field(DocumentPath path) => $"{MongoFields.Body}.{path.Text}";

    private static BsonDocument Compare(DocumentPredicate.Compare compare)
    {
        var isEquality = compare.Comparison is DocumentComparison.Equal or DocumentComparison.NotEqual;
        return compare.Value is null && !isEquality
            ? None()
            : new BsonDocument(Field(compare.Path), new BsonDocument(Operator(compare.Comparison), Value(compare.Value)));
    }

    private static string Operator(DocumentComparison comparison) => comparison switch
    {
        DocumentComparison.Equal => "$eq",
        DocumentComparison.NotEqual => "$ne",
        DocumentComparison.LessThan => "$lt",
        DocumentComparison.LessThanOrEqual => "$lte",
        DocumentComparison.GreaterThan => "$gt",
        DocumentComparison.GreaterThanOrEqual => "$gte",
        _ => throw new UnreachableException(),
    };

    /// <summary>A range, which an index can answer and which no character of the prefix can turn into a pattern.</summary>
    private static BsonDocument StartsWith(DocumentPredicate.StartsWith start)
    {
        var range = new BsonDocument("$gte", start.Prefix);
        if (StorableText.AfterAllWith(start.Prefix) is { } end)
        {
            range.Add("$lt", end);
        }

        return new BsonDocument(Field(start.Path), range);
    }

    private static BsonDocument None() => new(MongoFields.Id, new BsonDocument("$in", new BsonArray()));

    private static BsonValue Value(object? value) => value switch
    {
        null => BsonNull.Value,
        string text => text,
        long whole => whole,
        double fraction => fraction,
        bool flag => flag,
        _ => throw new UnreachableException(),
    };
}
