using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace VoiceAgent.Core.Storage;

/// <summary>
/// The JSON every adapter stores: camel-case names, enums by name, nulls written, and times in one form whose ordinal order is the order
/// of time. Values in predicates are written with the same options, so that what is compared has the form of what is stored.
/// </summary>
public static class DocumentJson
{
    public static JsonSerializerOptions Options { get; } = CreateOptions();

    private static JsonSerializerOptions CreateOptions()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
            Converters = { new UtcTimeJsonConverter(), new StoredTextJsonConverter(), new JsonStringEnumConverter() },
        };
        options.MakeReadOnly();
        return options;
    }
}
