using System.Globalization;
using VoiceAgent.Core.Replay;
using VoiceAgent.Web.Components.Shared;

namespace VoiceAgent.Web.Components.Replay;

/// <summary>The rows of a comparison, on pages and in a terminal.</summary>
internal static class ReplayRows
{
    public static IReadOnlyList<Row> All { get; } =
    [
        new("Turns of the caller", summary => Number(summary.Turns)),
        new("Cut-offs", summary => Number(summary.CutOffs)),
        new("End-of-turn delay, p50", summary => Display.Latency(summary.EndOfTurnDelay?.P50)),
        new("End-of-turn delay, p95", summary => Display.Latency(summary.EndOfTurnDelay?.P95)),
        new("Voice-to-voice, p50", summary => Display.Latency(summary.VoiceToVoice?.P50)),
        new("Voice-to-voice, p95", summary => Display.Latency(summary.VoiceToVoice?.P95)),
        new("Interruptions", summary => Number(summary.Interruptions)),
        new("False interruptions", summary => Number(summary.FalseInterruptions)),
        new("Missed interruptions", summary => Number(summary.MissedInterruptions)),
        new("Requests to the model", summary => Number(summary.ModelStarts)),
        new("Tokens, estimated", summary => summary.Tokens.ToString("N0", CultureInfo.InvariantCulture)),
        new("Duration", summary => Display.Clock(summary.Duration)),
        new("Answers estimated", summary => Number(summary.Estimated)),
    ];

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A figure, by name, and how it is written.</summary>
    internal sealed record Row(string Name, Func<ReplaySummary, string> Value);
}
