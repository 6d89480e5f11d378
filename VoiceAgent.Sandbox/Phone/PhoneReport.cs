using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace VoiceAgent.Sandbox.Phone;

/// <summary>What the simulated caller heard. Times are of the media clock, measured at the caller.</summary>
public sealed record PhoneReport
{
    [JsonPropertyOrder(0)]
    public required bool Answered { get; init; }

    /// <summary>One for each line that was said.</summary>
    [JsonPropertyOrder(1)]
    public required IReadOnlyList<PhoneTurn> Turns { get; init; }

    /// <summary>
    /// caller_hung_up, agent_hung_up, rejected, busy, no_answer, not_found (nobody is connected to the number), media_lost, timeout.
    /// </summary>
    [JsonPropertyOrder(2)]
    public required string EndReason { get; init; }

    /// <summary>How often the agent fell silent because the caller spoke over it.</summary>
    [JsonPropertyOrder(3)]
    public required int BargeIns { get; init; }

    /// <summary>What the agent said before the first line.</summary>
    [JsonPropertyOrder(4)]
    public string Greeting { get; init; } = string.Empty;

    /// <summary>For each barge-in, from the caller's first sound to the agent's silence.</summary>
    [JsonPropertyOrder(5)]
    public IReadOnlyList<int> BargeInMs { get; init; } = [];

    /// <summary>Lines that were not said because the call was over.</summary>
    [JsonPropertyOrder(6)]
    public int LinesLeft { get; init; }

    /// <summary>What went wrong, in words; null when every turn was answered.</summary>
    [JsonPropertyOrder(7)]
    public string? Problem { get; init; }

    /// <summary>The number that the caller was put through to; null when to nobody.</summary>
    [JsonPropertyOrder(8)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PutThroughTo { get; init; }

    /// <summary>Keys that the agent pressed; null when none.</summary>
    [JsonPropertyOrder(9)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? KeysHeard { get; init; }

    /// <summary>Everything the caller heard of the agent, from the answer on: 16-bit samples at 8 kHz.</summary>
    [JsonIgnore]
    public ReadOnlyMemory<short> AgentAudio { get; init; }

    /// <summary>
    /// The call was answered, and so was every line. An agent that hangs up on the caller has apologised for a failure, not answered.
    /// </summary>
    [JsonIgnore]
    public bool Succeeded => Answered && LinesLeft is 0 && EndReason is not "agent_hung_up" && Turns.All(turn => turn.VoiceToVoiceMs is not null);
}

/// <summary>A line of the caller and the agent's answer.</summary>
public sealed record PhoneTurn
{
    public required string Caller { get; init; }

    /// <summary>The words the caller heard; empty when there was no answer, or one in a voice the sandbox does not know.</summary>
    public required string Agent { get; init; }

    /// <summary>From the end of the caller's speech to the first sound of the agent; null without an answer.</summary>
    public required int? VoiceToVoiceMs { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PhoneInterruption? Interruption { get; init; }
}

/// <summary>The caller speaking over an answer.</summary>
public sealed record PhoneInterruption
{
    public required string Caller { get; init; }

    /// <summary>What the agent said after it.</summary>
    public required string Agent { get; init; }

    /// <summary>From the caller's first sound until the carrier cleared the agent's audio; null when it did not.</summary>
    public required int? StoppedAfterMs { get; init; }

    /// <summary>From the end of the interruption to the agent's next sound; null when none came.</summary>
    public required int? VoiceToVoiceMs { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PhoneReport))]
internal sealed partial class PhoneJson : JsonSerializerContext
{
    /// <summary>Leaves apostrophes and accents as they are, for people who read the report.</summary>
    public static PhoneJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
