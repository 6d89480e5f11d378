using MongoDB.Bson;

namespace VoiceAgent.Tests.Fakes.Mongo;

/// <summary>
/// Query filters: <c>$and</c>, <c>$or</c>, <c>$nor</c>, equality, <c>$eq</c>, <c>$ne</c>, <c>$in</c>, and the four comparisons. Null
/// stands for what is missing. Whatever else a filter holds is refused, and so are paths that lead through arrays.
/// </summary>
internal static class WireFilter
{
    public static bool Matches(BsonDocument document, BsonDocument filter) => filter.All(element => element.Name switch
    {
        "$and" => Parts(element).All(part => Matches(document, part)),
        "$or" => Parts(element).Any(part => Matches(document, part)),
        "$nor" => !Parts(element).Any(part => Matches(document, part)),
        _ when element.Name.StartsWith('$') => throw WireException.Unknown($"the operator {element.Name}"),
        _ => Matches(Read(document, element.Name), element.Value),
    });

    /// <summary>The value at a path of names and dots; null when it is missing.</summary>
    public static BsonValue Read(BsonDocument document, string path)
    {
        BsonValue value = document;
        foreach (var name in path.Split('.'))
        {
            value = value switch
            {
                BsonDocument inner => inner.GetValue(name, BsonNull.Value),
                BsonArray => throw WireException.Unknown($"paths through arrays ({path})"),
                _ => BsonNull.Value,
            };
        }

        return value;
    }

    private static IEnumerable<BsonDocument> Parts(BsonElement element) => element.Value is BsonArray { Count: > 0 } parts
        ? parts.Select(part => part.AsBsonDocument)
        : throw new WireException(2, "BadValue", $"{element.Name} must be a nonempty array");

    private static bool Matches(BsonValue value, BsonValue condition) =>
        condition is BsonDocument operators && operators.Names.FirstOrDefault()?.StartsWith('$') is true
            ? operators.All(element => Matches(value, element.Name, element.Value))
            : IsEqual(value, condition);

    private static bool Matches(BsonValue value, string name, BsonValue operand) => name switch
    {
        "$eq" => IsEqual(value, operand),
        "$ne" => !IsEqual(value, operand),
        "$in" => operand.AsBsonArray.Any(item => IsEqual(value, item)),
        "$lt" => IsAlike(value, operand) && WireOrder.Instance.Compare(value, operand) < 0,
        "$lte" => IsAlike(value, operand) && WireOrder.Instance.Compare(value, operand) <= 0,
        "$gt" => IsAlike(value, operand) && WireOrder.Instance.Compare(value, operand) > 0,
        "$gte" => IsAlike(value, operand) && WireOrder.Instance.Compare(value, operand) >= 0,
        _ => throw WireException.Unknown($"the operator {name}"),
    };

    /// <summary>MongoDB would compare with the items of an array too, which nothing here asks for.</summary>
    private static bool IsEqual(BsonValue value, BsonValue operand) => value is BsonArray && operand is not BsonNull
        ? throw WireException.Unknown("comparisons with arrays")
        : WireOrder.Instance.Compare(value, operand) == 0;

    private static bool IsAlike(BsonValue value, BsonValue operand) => WireOrder.Kind(value) == WireOrder.Kind(operand);
}
