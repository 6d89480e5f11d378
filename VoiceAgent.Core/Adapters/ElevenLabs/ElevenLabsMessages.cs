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
internal sealed class StreamInputMessage
{
    public ReadOnlyMemory<byte> Audio { get; set; }

    /// <summary>The live service has been seen to write it, and the context, in either spelling: isFinal or is_final.</summary>
    public bool IsFinal { get; set; }

    /// <summary>That of the text as it was given, or else of the text as it is spoken.</summary>
    public StreamInputAlignment? Alignment { get; set; }

    public string? Error { get; set; }

    public string? Message { get; set; }

    public int? Code { get; set; }

    /// <summary>Multi-stream-input only.</summary>
    public string? ContextId { get; set; }
}

/// <summary>When each character of a generated chunk sounds; times begin at the chunk's first audio. Lists that are missing are empty.</summary>
internal sealed class StreamInputAlignment
{
    public List<string> Chars { get; } = [];

    public List<double> StartsMs { get; } = [];

    public List<double> DurationsMs { get; } = [];

    public void Clear()
    {
        Chars.Clear();
        StartsMs.Clear();
        DurationsMs.Clear();
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StreamInputText))]
internal sealed partial class ElevenLabsClientJson : JsonSerializerContext;
