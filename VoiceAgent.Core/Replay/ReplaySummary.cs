using VoiceAgent.Core.Conversations;

namespace VoiceAgent.Core.Replay;

/// <summary>The figures of one way of taking turns, over one call or several.</summary>
public sealed record ReplaySummary
{
    public required TurnOptions Options { get; init; }

    public required int Calls { get; init; }

    /// <summary>Ends of the caller's turns.</summary>
    public required int Turns { get; init; }

    /// <summary>Those after which the caller went on: they had not finished.</summary>
    public required int CutOffs { get; init; }

    /// <summary>Silence until a turn was taken to be over; null without any.</summary>
    public required Percentiles? EndOfTurnDelay { get; init; }

    /// <summary>From the end of the caller's speech until they heard the answer; null without any.</summary>
    public required Percentiles? VoiceToVoice { get; init; }

    public required int Interruptions { get; init; }

    public required int FalseInterruptions { get; init; }

    public required int MissedInterruptions { get; init; }

    public required int ModelStarts { get; init; }

    public required int Tokens { get; init; }

    /// <summary>Of all calls together.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Calls that would have gone differently than they were recorded.</summary>
    public required int Differing { get; init; }

    /// <summary>Utterances whose latencies are estimated.</summary>
    public required int Estimated { get; init; }

    /// <summary>The figures of replays under the same options; of several calls each counts by its turns.</summary>
    public static ReplaySummary Of(TurnOptions options, IReadOnlyCollection<ReplayRun> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        var turns = runs.SelectMany(run => run.Turns).ToArray();
        return new ReplaySummary
        {
            Options = options,
            Calls = runs.Count,
            Turns = turns.Length,
            CutOffs = turns.Count(turn => turn.IsCutOff),
            EndOfTurnDelay = Percentiles.Of(turns.Select(turn => turn.EndOfTurnDelay).OfType<TimeSpan>()),
            VoiceToVoice = Percentiles.Of(turns.Select(turn => turn.VoiceToVoice).OfType<TimeSpan>()),
            Interruptions = runs.Sum(run => run.Interruptions),
            FalseInterruptions = runs.Sum(run => run.FalseInterruptions),
            MissedInterruptions = runs.Sum(run => run.MissedInterruptions),
            ModelStarts = runs.Sum(run => run.ModelStarts),
            Tokens = runs.Sum(run => run.Tokens),
            Duration = runs.Aggregate(TimeSpan.Zero, (sum, run) => sum + run.Duration),
            Differing = runs.Count(run => run.DiffersFrom is not null),
            Estimated = runs.Sum(run => run.Estimated),
        };
    }
}

/// <summary>The middle of some durations, and what all but every twentieth stay below.</summary>
public sealed record Percentiles(TimeSpan P50, TimeSpan P95)
{
    /// <summary>By nearest rank; null of nothing.</summary>
    public static Percentiles? Of(IEnumerable<TimeSpan> durations)
    {
        var sorted = durations.Order().ToArray();
        return sorted.Length == 0 ? null : new Percentiles(At(sorted, 0.5), At(sorted, 0.95));
    }

    private static TimeSpan At(TimeSpan[] sorted, double share) => sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
}
