using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace VoiceAgent.Core.Storage;

/// <summary>
/// Writes a moment as UTC with seven decimals, <c>2026-01-31T09:05:00.0000000Z</c>: always 28 characters, so that ordinal order is
/// chronological order. The offset is not kept; two moments are equal when they are the same instant.
/// </summary>
internal sealed class UtcTimeJsonConverter : JsonConverter<DateTimeOffset>
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset().ToUniversalTime();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Text(value));

    public static string Text(DateTimeOffset value) => value.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);
}
