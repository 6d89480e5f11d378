using System.Text.Json.Serialization;

namespace VoiceAgent.Core.Adapters.Hume;

/// <summary>One object of the answer: a piece of audio, the time of a word, or an error.</summary>
// {"type":"audio","audio":"base64…","chunk_index":0,"is_last_chunk":false,"snippet_id":"…","utterance_index":0,…}
// {"type":"timestamp","snippet_id":"…","timestamp":{"type":"word","text":"Hello","time":{"begin":120,"end":380}}}
internal sealed record HumeMessage
{
    public string? Type { get; init; }

    /// <summary>16-bit little-endian samples at 48 kHz; may begin or end inside a sample.</summary>
    public byte[]? Audio { get; init; }

    public bool IsLastChunk { get; init; }

    public HumeTimestamp? Timestamp { get; init; }

    public string? Code { get; init; }
}

internal sealed record HumeTimestamp(string? Type, string? Text, HumeTime? Time);

/// <summary>In milliseconds from the begin of the utterance.</summary>
internal sealed record HumeTime(double Begin, double? End = null);

internal sealed record HumeRequest
{
    public required IReadOnlyList<HumeUtterance> Utterances { get; init; }

    public required string Version { get; init; }

    public HumeFormat Format { get; } = new("pcm");

    public bool InstantMode { get; } = true;

    public bool StripHeaders { get; } = true;

    /// <summary>False keeps an utterance in one piece, so that the times of its words have one beginning.</summary>
    public bool SplitUtterances { get; }

    public int NumGenerations { get; } = 1;

    public IReadOnlyList<string>? IncludeTimestampTypes { get; init; }
}

internal sealed record HumeUtterance(string Text, HumeVoice Voice, double Speed);

internal sealed record HumeVoice(string Provider, string? Id = null, string? Name = null);

internal sealed record HumeFormat(string Type);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HumeRequest))]
[JsonSerializable(typeof(HumeMessage))]
internal sealed partial class HumeJson : JsonSerializerContext;
