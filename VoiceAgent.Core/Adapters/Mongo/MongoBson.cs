using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using MongoDB.Bson;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Adapters.Mongo;

/// <summary>
/// A document's JSON as BSON, and nothing lost: texts, moments, GUIDs and enums as the texts they are in JSON, so that both databases
/// order and compare alike; whole numbers as 64-bit integers, others as doubles where that is exact and as decimals where it is not; byte
/// arrays as binary. Names are written so that no release of MongoDB reads a path or an operator in them.
/// </summary>
internal static class MongoBson
{
    private static readonly ConcurrentDictionary<Type, FrozenDictionary<string, Type>> Properties = new();

    public static BsonDocument Write<T>(T document) => Write(JsonSerializer.SerializeToElement(document, DocumentJson.Options), typeof(T));

    /// <param name="json">An object.</param>
    /// <param name="type">The record it is JSON of: it tells byte arrays from texts.</param>
    public static BsonDocument Write(JsonElement json, Type type) => ToValue(json, type).AsBsonDocument;

    private static BsonValue ToValue(JsonElement json, Type? type) => json.ValueKind switch
    {
        JsonValueKind.Object => ToDocument(json, type),
        JsonValueKind.Array => new BsonArray(json.EnumerateArray().Select(item => ToValue(item, ItemType(type)))),
        JsonValueKind.String when IsBytes(type) && json.TryGetBytesFromBase64(out var bytes) => new BsonBinaryData(bytes),
        JsonValueKind.String => new BsonString(json.GetString()),
        JsonValueKind.Number => ToNumber(json.GetRawText()),
        JsonValueKind.True => BsonBoolean.True,
        JsonValueKind.False => BsonBoolean.False,
        _ => BsonNull.Value,
    };

    private static BsonDocument ToDocument(JsonElement json, Type? type)
    {
        var properties = type is null ? FrozenDictionary<string, Type>.Empty : Properties.GetOrAdd(Unwrap(type), ReadProperties);
        var items = properties.Count == 0 ? ItemType(type) : null;
        return new BsonDocument(json.EnumerateObject().Select(
            property => new BsonElement(MongoNames.Escape(property.Name), ToValue(property.Value, properties.GetValueOrDefault(property.Name) ?? items))));
    }

    private static BsonValue ToNumber(string text)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) && text != "-0")
        {
            return whole;
        }

        var fraction = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (fraction != 0 && fraction.ToString("R", CultureInfo.InvariantCulture) == text)
        {
            return fraction;
        }

        // Among them the zero below zero, whose sign the driver's doubles do not keep.
        return Decimal128.TryParse(text, out var exact) ? exact : fraction;
    }

    private static FrozenDictionary<string, Type> ReadProperties(Type type)
    {
        var info = DocumentJson.Options.GetTypeInfo(type);
        return info.Kind == JsonTypeInfoKind.Object
            ? info.Properties.ToFrozenDictionary(property => property.Name, property => property.PropertyType, StringComparer.Ordinal)
            : FrozenDictionary<string, Type>.Empty;
    }

    private static Type? ItemType(Type? type) =>
        type is not null && DocumentJson.Options.GetTypeInfo(Unwrap(type)) is { Kind: JsonTypeInfoKind.Enumerable or JsonTypeInfoKind.Dictionary } info
            ? info.ElementType
            : null;

    private static bool IsBytes(Type? type) =>
        type is not null && (type == typeof(byte[]) || Unwrap(type) == typeof(ReadOnlyMemory<byte>) || Unwrap(type) == typeof(Memory<byte>));

    private static Type Unwrap(Type type) => Nullable.GetUnderlyingType(type) ?? type;
}
