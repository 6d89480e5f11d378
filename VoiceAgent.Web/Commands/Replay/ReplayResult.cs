using VoiceAgent.Core.Replay;
using VoiceAgent.Core.Replay.Logs;

namespace VoiceAgent.Web.Commands.Replay;

/// <summary>The figures of a replay as JSON: durations in milliseconds, but for the call's in seconds.</summary>
internal sealed record ReplayResult(string Call, bool IsCutShort, IReadOnlyList<ReplayResult.Column> Columns)
{
    public static ReplayResult Of(CallLog log, ReplayComparison comparison) => new(
        log.Id.ToString(),
        log.IsCutShort,
        [.. comparison.Columns.Select(column => Describe(log, column))]);

    private static Column Describe(CallLog log, ReplayColumn column)
    {
        var summary = column.Summary;
        return new Column
        {
            Name = column.Name,
            Changed = TurnOptionsText.Differences(log.Settings.Turns, summary.Options).ToDictionary(one => one.Name, one => one.Text),
            Turns = summary.Turns,
            CutOffs = summary.CutOffs,
            EndOfTurnDelayMs = Describe(summary.EndOfTurnDelay),
            VoiceToVoiceMs = Describe(summary.VoiceToVoice),
            Interruptions = summary.Interruptions,
            FalseInterruptions = summary.FalseInterruptions,
            MissedInterruptions = summary.MissedInterruptions,
            ModelStarts = summary.ModelStarts,
            EstimatedTokens = summary.Tokens,
            DurationSeconds = Math.Round(summary.Duration.TotalSeconds, 1),
            DiffersFromSeconds = column.Runs is [{ DiffersFrom: { } from }, ..] ? Math.Round(from.TotalSeconds, 3) : null,
            EstimatedAnswers = summary.Estimated,
        };
    }

    private static PercentilesMs? Describe(Percentiles? percentiles) =>
        percentiles is null ? null : new PercentilesMs((int)percentiles.P50.TotalMilliseconds, (int)percentiles.P95.TotalMilliseconds);

    internal sealed record PercentilesMs(int P50, int P95);

    internal sealed record Column
    {
        public required string Name { get; init; }

        public required IReadOnlyDictionary<string, string> Changed { get; init; }

        public required int Turns { get; init; }

        public required int CutOffs { get; init; }

        public required PercentilesMs? EndOfTurnDelayMs { get; init; }

        public required PercentilesMs? VoiceToVoiceMs { get; init; }

        public required int Interruptions { get; init; }

        public required int FalseInterruptions { get; init; }

        public required int MissedInterruptions { get; init; }

        public required int ModelStarts { get; init; }

        public required int EstimatedTokens { get; init; }

        public required double DurationSeconds { get; init; }

        public required double? DiffersFromSeconds { get; init; }

        public required int EstimatedAnswers { get; init; }
    }
}
