using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace VoiceAgent.Core.Replay.Logs;

/// <summary>
/// JSON of a record whose kinds are nested in it: an object with the kind's name beside its properties. A kind that is added later needs
/// no change here; one that is not known is refused.
/// </summary>
internal sealed class ClosedHierarchyConverter<T> : JsonConverter<T>
    where T : class
{
    private const string Kind = "$";

    private static readonly Dictionary<string, Type> Kinds = typeof(T).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(T))).ToDictionary(type => type.Name, StringComparer.Ordinal);

    public override bool CanConvert(Type typeToConvert) => typeToConvert == typeof(T);

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var element = JsonElement.ParseValue(ref reader);
        var kind = element.TryGetProperty(Kind, out var name) ? name.GetString() ?? string.Empty : string.Empty;
        return Kinds.TryGetValue(kind, out var type) && element.Deserialize(type, options) is T value
            ? value
            : throw new JsonException($"There is no {typeof(T).Name} '{kind}'.");
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        var type = value.GetType();
        var properties = JsonSerializer.SerializeToNode(value, type, options)!.AsObject();
        var whole = new JsonObject { [Kind] = type.Name };
        foreach (var (name, property) in properties)
        {
            whole[name] = property?.DeepClone();
        }

        whole.WriteTo(writer, options);
    }
}
