using System.Text.Json;

namespace VoiceAgent.Core.Adapters.Sockets;

/// <summary>Reading a provider's JSON message field by field, without an object for each part of it. What is of an unexpected type throws a JsonException.</summary>
internal static class MessageFields
{
    /// <summary>Whether the reader stands at a field of this name, to whose value it then moves.</summary>
    public static bool IsField(this ref Utf8JsonReader reader, ReadOnlySpan<byte> name) =>
        reader.TokenType is JsonTokenType.PropertyName && reader.ValueTextEquals(name) && reader.Read();

    /// <summary>Moves to the next field of an object; false at its end.</summary>
    public static bool NextField(this ref Utf8JsonReader reader) => reader.Read() && reader.TokenType is JsonTokenType.PropertyName;

    /// <summary>Moves to the next item of a list; false at its end.</summary>
    public static bool NextItem(this ref Utf8JsonReader reader) => reader.Read() && reader.TokenType is not JsonTokenType.EndArray;

    /// <summary>Whether the value is a list; null is none.</summary>
    public static bool IsList(this ref Utf8JsonReader reader) => Is(ref reader, JsonTokenType.StartArray);

    /// <summary>Whether the value is an object; null is none.</summary>
    public static bool IsObject(this ref Utf8JsonReader reader) => Is(ref reader, JsonTokenType.StartObject);

    /// <summary>The text, or null where there is none.</summary>
    public static string? TextOrNull(this ref Utf8JsonReader reader) => Is(ref reader, JsonTokenType.String) ? reader.GetString() : null;

    private static bool Is(ref Utf8JsonReader reader, JsonTokenType type) =>
        reader.TokenType == type || (reader.TokenType is JsonTokenType.Null ? false : throw new JsonException());
}
