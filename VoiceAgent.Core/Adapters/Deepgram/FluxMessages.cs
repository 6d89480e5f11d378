using System.Text.Json.Serialization;

namespace VoiceAgent.Core.Adapters.Deepgram;

// {"type":"TurnInfo","request_id":"…","sequence_id":11,"event":"EndOfTurn","turn_index":0,"audio_window_start":0.0,"audio_window_end":1.84,
//  "transcript":"Hello.","words":[{"word":"Hello.","confidence":0.99,"start":0.42,"end":0.80}],"end_of_turn_confidence":0.86,"trigger":"model"}
// {"type":"Error","sequence_id":9,"code":"INTERNAL_SERVER_ERROR","description":"…"}

/// <summary>A message of version 2, of any type.</summary>
internal sealed record FluxMessage
{
    public string? Type { get; init; }

    public string? Event { get; init; }

    public double AudioWindowStart { get; init; }

    public double AudioWindowEnd { get; init; }

    public string? Transcript { get; init; }

    public IReadOnlyList<FluxWord>? Words { get; init; }

    public double? EndOfTurnConfidence { get; init; }

    /// <summary>Of the multilingual model: the languages of the words.</summary>
    public IReadOnlyList<string>? Languages { get; init; }

    public string? Code { get; init; }
}

/// <summary>Times in seconds, where the server gives them.</summary>
internal sealed record FluxWord(double? Start);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(FluxMessage))]
internal sealed partial class FluxJson : JsonSerializerContext;
