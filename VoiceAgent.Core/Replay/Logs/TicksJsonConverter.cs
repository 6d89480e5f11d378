using System.Text.Json;
using System.Text.Json.Serialization;

namespace VoiceAgent.Core.Replay.Logs;

/// <summary>A duration as its number of 100-nanosecond ticks, exactly.</summary>
internal sealed class TicksJsonConverter : JsonConverter<TimeSpan>
{
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetInt64());

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Ticks);
}
