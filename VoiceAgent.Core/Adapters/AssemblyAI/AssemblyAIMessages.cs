using System.Text.Json.Serialization;

namespace VoiceAgent.Core.Adapters.AssemblyAI;

// {"type":"Begin","id":"de5d9927-…","expires_at":1759796682}
// {"type":"SpeechStarted","timestamp":1216}
// {"type":"Turn","turn_order":0,"turn_is_formatted":false,"end_of_turn":false,"transcript":"hi my name","end_of_turn_confidence":0.0004,
//  "words":[{"start":2160,"end":2560,"text":"hi","confidence":0.86,"word_is_final":true},…]}
// {"type":"Termination","audio_duration_seconds":13,"session_duration_seconds":13}
// {"type":"Error","error_code":3008,"error":"Session Expired: Maximum session duration exceeded"}

/// <summary>A message of the server, of any type.</summary>
internal sealed record AssemblyAIMessage
{
    public string? Type { get; init; }

    /// <summary>Of Begin: when the session ends, in seconds since 1970.</summary>
    public double? ExpiresAt { get; init; }

    /// <summary>Of SpeechStarted: milliseconds from the session's start.</summary>
    public double Timestamp { get; init; }

    public int TurnOrder { get; init; }

    public bool TurnIsFormatted { get; init; }

    public bool EndOfTurn { get; init; }

    public string? Transcript { get; init; }

    public double? EndOfTurnConfidence { get; init; }

    /// <summary>Where language detection is asked for, and how sure it is, 0 to 1.</summary>
    public string? LanguageCode { get; init; }

    public double? LanguageConfidence { get; init; }

    public IReadOnlyList<AssemblyAIWord>? Words { get; init; }

    public int? ErrorCode { get; init; }

    /// <summary>The vendor's text, which goes no further than to the choice of the error's kind.</summary>
    public string? Error { get; init; }
}

/// <summary><see cref="End"/> in milliseconds from the session's start.</summary>
internal sealed record AssemblyAIWord(string? Text, bool WordIsFinal, double End);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(AssemblyAIMessage))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class AssemblyAIJson : JsonSerializerContext;
