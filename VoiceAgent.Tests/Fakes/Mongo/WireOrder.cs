using System.Text;
using MongoDB.Bson;

namespace VoiceAgent.Tests.Fakes.Mongo;

/// <summary>
/// MongoDB's order of values: first by kind (null and missing, numbers, texts, documents, arrays, binary, booleans, moments), then within
/// a kind: numbers by value, texts by their UTF-8 bytes.
/// </summary>
internal sealed class WireOrder : IComparer<BsonValue>
{
    public static WireOrder Instance { get; } = new();

    public int Compare(BsonValue? x, BsonValue? y)
    {
        var (left, right) = (x ?? BsonNull.Value, y ?? BsonNull.Value);
        var kinds = Kind(left).CompareTo(Kind(right));
        return kinds != 0 ? kinds : CompareAlike(left, right);
    }

    /// <summary>The place of a value's kind; comparisons such as <c>$lt</c> hold within one kind only.</summary>
    public static int Kind(BsonValue value) => value.BsonType switch
    {
        BsonType.Null => 1,
        BsonType.Int32 or BsonType.Int64 or BsonType.Double or BsonType.Decimal128 => 2,
        BsonType.String => 3,
        BsonType.Document => 4,
        BsonType.Array => 5,
        BsonType.Binary => 6,
        BsonType.Boolean => 8,
        BsonType.DateTime => 9,
        _ => throw WireException.Unknown($"values of the type {value.BsonType}"),
    };

    private int CompareAlike(BsonValue left, BsonValue right) => (left, right) switch
    {
        (BsonNull, _) => 0,
        (BsonString, _) => CompareTexts(left.AsString, right.AsString),
        (BsonBoolean, _) => left.AsBoolean.CompareTo(right.AsBoolean),
        (BsonDateTime, _) => left.AsBsonDateTime.MillisecondsSinceEpoch.CompareTo(right.AsBsonDateTime.MillisecondsSinceEpoch),
        (BsonBinaryData, _) => left.AsByteArray.AsSpan().SequenceCompareTo(right.AsByteArray),
        (BsonDocument, _) => CompareDocuments(left.AsBsonDocument, right.AsBsonDocument),
        (BsonArray, _) => CompareArrays(left.AsBsonArray, right.AsBsonArray),
        _ => CompareNumbers(left, right),
    };

    private static int CompareTexts(string left, string right)
    {
        var same = left.AsSpan().CommonPrefixLength(right);
        if (same == left.Length || same == right.Length)
        {
            return left.Length.CompareTo(right.Length);
        }

        // Only halves of a pair come in another order than their bytes.
        return char.IsSurrogate(left[same]) || char.IsSurrogate(right[same])
            ? Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right))
            : left[same].CompareTo(right[same]);
    }

    private static int CompareNumbers(BsonValue left, BsonValue right) => (left, right) switch
    {
        (BsonDecimal128, _) or (_, BsonDecimal128) => left.ToDecimal128().CompareTo(right.ToDecimal128()),
        (BsonDouble, BsonDouble) => left.AsDouble.CompareTo(right.AsDouble),
        (BsonDouble, _) => -CompareMixed(right.ToInt64(), left.AsDouble),
        (_, BsonDouble) => CompareMixed(left.ToInt64(), right.AsDouble),
        _ => left.ToInt64().CompareTo(right.ToInt64()),
    };

    private static int CompareMixed(long whole, double fraction)
    {
        const double Limit = 9223372036854775808d;
        if (fraction is >= Limit or < -Limit)
        {
            return fraction > 0 ? -1 : 1;
        }

        var floor = Math.Floor(fraction);
        var compared = whole.CompareTo((long)floor);
        return compared != 0 || floor.Equals(fraction) ? compared : -1;
    }

    private int CompareDocuments(BsonDocument left, BsonDocument right)
    {
        foreach (var (first, second) in left.Zip(right))
        {
            var names = string.CompareOrdinal(first.Name, second.Name);
            var compared = names != 0 ? names : Compare(first.Value, second.Value);
            if (compared != 0)
            {
                return compared;
            }
        }

        return left.ElementCount.CompareTo(right.ElementCount);
    }

    private int CompareArrays(BsonArray left, BsonArray right)
    {
        foreach (var (first, second) in left.Zip(right))
        {
            if (Compare(first, second) is var compared and not 0)
            {
                return compared;
            }
        }

        return left.Count.CompareTo(right.Count);
    }
}
