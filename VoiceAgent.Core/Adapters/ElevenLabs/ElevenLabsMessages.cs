using System.Text.Json;
using System.Text.Json.Serialization;

namespace VoiceAgent.Core.Adapters.ElevenLabs;

// First: {"text":" ","voice_settings":{"stability":0.5,"similarity_boost":0.75,"speed":1.0}}   then {"text":"Hello world "}   last {"text":""}
// Multi-stream-input: the same with "context_id"; at the end {"context_id":"turn_1","flush":true} and {"context_id":"turn_1","close_context":true}
internal sealed record StreamInputText(string? Text, StreamInputVoiceSettings? VoiceSettings = null)
{
    public string? ContextId { get; init; }

    public bool? Flush { get; init; }

    public bool? CloseContext { get; init; }
}

internal sealed record StreamInputVoiceSettings(double Stability, double SimilarityBoost, double Speed);

/// <summary>Any message of the server: audio, the final one, or an error.</summary>
// {"audio":"base64…","isFinal":null,"normalizedAlignment":{…},"alignment":{"charStartTimesMs":[0,3],"charDurationsMs":[3,4],"chars":["H","i"]}}
// {"audio":null,"isFinal":true,"normalizedAlignment":null,"alignment":null}
// {"message":"…","error":"input_timeout_exceeded","code":1008}
internal sealed record StreamInputMessage
{
    public byte[]? Audio { get; init; }

    public bool? IsFinal { get; init; }

    public StreamInputAlignment? Alignment { get; init; }

    public StreamInputAlignment? NormalizedAlignment { get; init; }

    public JsonElement? Error { get; init; }

    public string? Message { get; init; }

    public int? Code { get; init; }

    /// <summary>Multi-stream-input only. The live service has been seen to write it, and the final flag, in either spelling.</summary>
    public string? ContextId { get; init; }

    [JsonPropertyName("context_id")]
    public string? SnakeContextId { get; init; }

    [JsonPropertyName("is_final")]
    public bool? SnakeIsFinal { get; init; }
}

/// <summary>When each character of a generated chunk sounds; times begin at the chunk's first audio. Both spellings are in use.</summary>
internal sealed record StreamInputAlignment
{
    public IReadOnlyList<string>? Chars { get; init; }

    public IReadOnlyList<double>? CharStartTimesMs { get; init; }

    public IReadOnlyList<double>? CharsStartTimesMs { get; init; }

    public IReadOnlyList<double>? CharDurationsMs { get; init; }

    public IReadOnlyList<double>? CharsDurationsMs { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StreamInputMessage))]
internal sealed partial class ElevenLabsServerJson : JsonSerializerContext;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StreamInputText))]
internal sealed partial class ElevenLabsClientJson : JsonSerializerContext;
