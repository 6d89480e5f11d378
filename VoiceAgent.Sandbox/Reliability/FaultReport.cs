using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace VoiceAgent.Sandbox.Reliability;

/// <summary>What the <c>faults</c> command prints.</summary>
internal sealed record FaultReport
{
    public required FaultSummary Summary { get; init; }

    public required IReadOnlyList<FaultResult> Cases { get; init; }

    public static FaultReport Of(IReadOnlyList<FaultResult> cases)
    {
        var recoveries = cases.Select(result => result.RecoveryMs).OfType<int>().Order().ToList();
        return new FaultReport
        {
            Cases = cases,
            Summary = new FaultSummary
            {
                Cases = cases.Count,
                EndedWell = cases.Count(result => result.EndedWell),
                P50RecoveryMs = Percentile(recoveries, 0.5),
                P95RecoveryMs = Percentile(recoveries, 0.95),
                MaxRecoveryMs = Percentile(recoveries, 1),
                SilentForMoreThanThreeSeconds = cases.Count(result => result.LongestSilenceMs > FaultSummary.LongestSilenceMs),
                WordsTwice = cases.Sum(result => result.WordsTwice),
                WordsLost = cases.Sum(result => result.WordsLost),
            },
        };
    }

    private static int? Percentile(List<int> ordered, double share) =>
        ordered.Count == 0 ? null : ordered[Math.Clamp((int)Math.Ceiling(share * ordered.Count) - 1, 0, ordered.Count - 1)];
}

/// <summary>All cases together.</summary>
internal sealed record FaultSummary
{
    public const int LongestSilenceMs = 3000;
    public const int LongestP95RecoveryMs = 1500;

    public required int Cases { get; init; }

    public required int EndedWell { get; init; }

    public int? P50RecoveryMs { get; init; }

    public int? P95RecoveryMs { get; init; }

    public int? MaxRecoveryMs { get; init; }

    /// <summary>Calls in which the caller waited so long in one piece.</summary>
    public required int SilentForMoreThanThreeSeconds { get; init; }

    public required int WordsTwice { get; init; }

    public required int WordsLost { get; init; }

    /// <summary>Whether everything is as it must be.</summary>
    [JsonIgnore]
    public bool Holds => EndedWell == Cases && SilentForMoreThanThreeSeconds == 0 && WordsTwice == 0 && WordsLost == 0 && P95RecoveryMs is null or <= LongestP95RecoveryMs;
}

/// <summary>One case, as it was at the caller's ear.</summary>
internal sealed record FaultResult
{
    public required string Provider { get; init; }

    public required string Fault { get; init; }

    public required string Moment { get; init; }

    /// <summary>The fault struck, every answer was heard to its end, and it was the caller who hung up.</summary>
    public required bool EndedWell { get; init; }

    /// <summary>From the fault to the next sound of the agent.</summary>
    public required int? RecoveryMs { get; init; }

    /// <summary>While the caller waited for something.</summary>
    public required int LongestSilenceMs { get; init; }

    public required int WordsTwice { get; init; }

    public required int WordsLost { get; init; }

    /// <summary>What went wrong; left out when nothing did.</summary>
    public string? Problem { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FaultReport))]
internal sealed partial class FaultReportJson : JsonSerializerContext
{
    public static FaultReportJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
