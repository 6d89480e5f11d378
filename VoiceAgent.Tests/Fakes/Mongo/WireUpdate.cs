using MongoDB.Bson;

namespace VoiceAgent.Tests.Fakes.Mongo;

/// <summary>What an update makes of a document: a replacement, or <c>$set</c>, <c>$max</c> and <c>$setOnInsert</c> of top-level fields.</summary>
internal static class WireUpdate
{
    /// <param name="stored">Null for an upsert, which begins with the equalities of the query.</param>
    public static BsonDocument Apply(BsonDocument? stored, BsonDocument query, BsonValue update)
    {
        if (update is not BsonDocument change)
        {
            throw WireException.Unknown("updates by pipeline");
        }

        if (change.Names.FirstOrDefault()?.StartsWith('$') is not true)
        {
            return change.Contains("_id") ? change : new BsonDocument("_id", (stored ?? query)["_id"]).AddRange(change);
        }

        var changed = stored is null ? new BsonDocument("_id", query["_id"]) : new BsonDocument(stored);
        foreach (var part in change)
        {
            Apply(changed, part.Name, part.Value.AsBsonDocument, stored is null);
        }

        return changed;
    }

    private static void Apply(BsonDocument document, string name, BsonDocument fields, bool isInsert)
    {
        foreach (var field in fields)
        {
            if (field.Name.Contains('.'))
            {
                throw WireException.Unknown("updates of nested fields");
            }

            var writes = name switch
            {
                "$set" => true,
                "$setOnInsert" => isInsert,
                "$max" => !document.TryGetValue(field.Name, out var current) || WireOrder.Instance.Compare(field.Value, current) > 0,
                _ => throw WireException.Unknown($"the operator {name}"),
            };
            if (writes)
            {
                document[field.Name] = field.Value;
            }
        }
    }
}
