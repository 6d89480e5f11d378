using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace VoiceAgent.Core.Storage;

/// <summary>
/// Writes text that every database can hold and compare: the NUL character, at which databases cut a text short, and halves of
/// surrogate pairs, which have no UTF-8 form, become the replacement character U+FFFD.
/// </summary>
internal sealed class StoredTextJsonConverter : JsonConverter<string>
{
    private const char Replacement = '\uFFFD';

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString();

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(Storable(value));

    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() ?? string.Empty;

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WritePropertyName(Storable(value));

    private static string Storable(string value)
    {
        var index = value.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF');
        if (index < 0 && !value.Contains('\0'))
        {
            return value;
        }

        var text = new StringBuilder(value.Length);
        foreach (var rune in value.EnumerateRunes())
        {
            text.Append(rune.Value == 0 ? Replacement.ToString() : rune.ToString());
        }

        return text.ToString();
    }
}
