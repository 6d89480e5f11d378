using System.Text.Json.Serialization;

namespace VoiceAgent.Core.Adapters.Deepgram;

/// <summary>A text message of the server that says something of what it hears; other kinds are not read.</summary>
internal abstract record DeepgramMessage;

/// <summary>What every message has.</summary>
internal sealed record DeepgramEnvelope(string? Type);

// {"type":"Results","channel_index":[0,1],"duration":1.98,"start":5.99,"is_final":true,"speech_final":true,
//  "channel":{"alternatives":[{"transcript":"Tell me.","confidence":0.99,"words":[{"word":"tell","start":6.07,"end":6.31,…}]}]},…}
internal sealed record ResultsMessage : DeepgramMessage
{
    public double Start { get; init; }

    public double Duration { get; init; }

    public bool? IsFinal { get; init; }

    public bool? SpeechFinal { get; init; }

    public ResultsChannel? Channel { get; init; }
}

internal sealed record ResultsChannel(IReadOnlyList<ResultsAlternative>? Alternatives);

internal sealed record ResultsAlternative(string? Transcript, IReadOnlyList<ResultsWord>? Words, IReadOnlyList<string>? Languages);

internal sealed record ResultsWord(double Start, double End, string? Language);

// {"type":"SpeechStarted","channel":[0,1],"timestamp":9.54}
internal sealed record SpeechStartedMessage(double Timestamp) : DeepgramMessage;

// {"type":"UtteranceEnd","channel":[0,1],"last_word_end":2.395}
internal sealed record UtteranceEndMessage(double LastWordEnd) : DeepgramMessage;

/// <summary>Comes last, after CloseStream: everything is settled.</summary>
internal sealed record MetadataMessage : DeepgramMessage;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DeepgramEnvelope))]
[JsonSerializable(typeof(ResultsMessage))]
[JsonSerializable(typeof(SpeechStartedMessage))]
[JsonSerializable(typeof(UtteranceEndMessage))]
internal sealed partial class DeepgramJson : JsonSerializerContext;
