using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace VoiceAgent.Core.Adapters.Sockets;

/// <summary>Reading a provider's JSON message field by field, without an object for each part of it. What is of an unexpected type throws a JsonException.</summary>
internal static class MessageFields
{
    /// <summary>A reader within the object that a message is; throws for anything else.</summary>
    public static Utf8JsonReader Begin(ReadOnlySpan<byte> message)
    {
        var reader = new Utf8JsonReader(message);
        return reader.Read() && reader.IsObject() ? reader : throw new JsonException();
    }

    /// <summary>Reads on to the end of the message after its last field: what follows the object is refused.</summary>
    public static void End(this ref Utf8JsonReader reader)
    {
        if (reader.Read())
        {
            throw new JsonException();
        }
    }

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

    /// <summary>Decodes a Base64 text and gives its length, or -1 for what is none or too long.</summary>
    /// <param name="reader">At the text.</param>
    /// <param name="bytes">Where to; with room for the text itself it always suffices.</param>
    public static int DecodeBase64(this ref Utf8JsonReader reader, Span<byte> bytes)
    {
        if (reader.ValueIsEscaped)
        {
            // Escaped slashes are within JSON's rules, and shorter than their escapes.
            return reader.ValueSpan.Length <= bytes.Length && Base64.DecodeFromUtf8InPlace(bytes[..reader.CopyString(bytes)], out var decoded) is OperationStatus.Done
                ? decoded
                : -1;
        }

        var status = Base64.DecodeFromUtf8(reader.ValueSpan, bytes, out var consumed, out var written);
        return status is OperationStatus.Done && consumed == reader.ValueSpan.Length ? written : -1;
    }

    private static bool Is(ref Utf8JsonReader reader, JsonTokenType type) =>
        reader.TokenType == type || (reader.TokenType is JsonTokenType.Null ? false : throw new JsonException());
}
