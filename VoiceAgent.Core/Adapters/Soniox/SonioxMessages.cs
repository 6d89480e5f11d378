using System.Text.Json.Serialization;

namespace VoiceAgent.Core.Adapters.Soniox;

// {"model":"stt-rt-v5","audio_format":"mulaw","sample_rate":8000,"num_channels":1,"language_hints":["en"],
//  "enable_endpoint_detection":true,"max_endpoint_delay_ms":1500,"context":{"terms":["Acme"]}}

/// <summary>The first message: what is going to be sent and how it is to be heard. It holds no key.</summary>
internal sealed record SonioxStart
{
    public required string Model { get; init; }

    public required string AudioFormat { get; init; }

    public required int SampleRate { get; init; }

    public int NumChannels { get; init; } = 1;

    public required IReadOnlyList<string> LanguageHints { get; init; }

    /// <summary>Whether every word tells its language.</summary>
    public bool? EnableLanguageIdentification { get; init; }

    public bool EnableEndpointDetection { get; init; } = true;

    public int? MaxEndpointDelayMs { get; init; }

    public SonioxContext? Context { get; init; }
}

internal sealed record SonioxContext(IReadOnlyList<string> Terms);

// {"tokens":[{"text":"Hel","start_ms":600,"end_ms":700,"confidence":0.97,"is_final":true},…],"final_audio_proc_ms":760,"finished":true}
// {"tokens":[],"error_code":503,"error_type":"service_unavailable","error_message":"…"}

/// <summary>Every answer: words, the end, or an error.</summary>
internal sealed record SonioxMessage
{
    public IReadOnlyList<SonioxToken>? Tokens { get; init; }

    /// <summary>Up to where the words are final.</summary>
    public double FinalAudioProcMs { get; init; }

    public bool Finished { get; init; }

    public int? ErrorCode { get; init; }

    public string? ErrorType { get; init; }
}

/// <summary>A piece of a word, its leading space included, or a mark such as <c>&lt;end&gt;</c>.</summary>
internal sealed record SonioxToken
{
    public string? Text { get; init; }

    public double EndMs { get; init; }

    public bool IsFinal { get; init; }

    public string? Language { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SonioxStart))]
[JsonSerializable(typeof(SonioxMessage))]
internal sealed partial class SonioxJson : JsonSerializerContext;
