namespace VoiceAgent.Core.Replay;

/// <summary>What would have been otherwise at one point of a call.</summary>
/// <param name="At">When, in the replay.</param>
/// <param name="Kind">What.</param>
/// <param name="CallerText">The caller's words it is about.</param>
/// <param name="By">How much later the answer is heard; negative is sooner. Null where that does not apply.</param>
public sealed record ReplayDifference(TimeSpan At, ReplayDifferenceKind Kind, string CallerText, TimeSpan? By)
{
    // Less is not heard as a difference.
    private static readonly TimeSpan Smallest = TimeSpan.FromMilliseconds(30);

    /// <summary>The differences of a replay from the recording, by turn.</summary>
    public static IReadOnlyList<ReplayDifference> Between(ReplayRun recorded, ReplayRun replay)
    {
        ArgumentNullException.ThrowIfNull(recorded);
        ArgumentNullException.ThrowIfNull(replay);
        var left = recorded.Turns.ToList();
        var differences = new List<ReplayDifference>();
        foreach (var turn in replay.Turns)
        {
            var index = left.FindIndex(one => one.CallerText == turn.CallerText);
            var same = index < 0 ? null : left[index];
            if (same is not null)
            {
                left.RemoveAt(index);
            }

            if (Of(turn, same) is { } difference)
            {
                differences.Add(difference);
            }
        }

        differences.AddRange(left.Select(turn => new ReplayDifference(turn.EndedAt, ReplayDifferenceKind.NoLongerAnswered, turn.CallerText, null)));
        return [.. differences.OrderBy(difference => difference.At)];
    }

    private static ReplayDifference? Of(ReplayTurn turn, ReplayTurn? recorded)
    {
        if (turn.IsCutOff != (recorded?.IsCutOff ?? false))
        {
            return new ReplayDifference(turn.EndedAt, turn.IsCutOff ? ReplayDifferenceKind.CutOff : ReplayDifferenceKind.NoLongerCutOff, turn.CallerText, null);
        }

        if (recorded is null)
        {
            return new ReplayDifference(turn.EndedAt, ReplayDifferenceKind.NewlyAnswered, turn.CallerText, null);
        }

        var by = turn.VoiceToVoice - recorded.VoiceToVoice;
        return by is { } delay && delay.Duration() >= Smallest
            ? new ReplayDifference(turn.EndedAt, delay < TimeSpan.Zero ? ReplayDifferenceKind.Sooner : ReplayDifferenceKind.Later, turn.CallerText, delay)
            : null;
    }
}

/// <summary>How a turn of a replay differs from the recording.</summary>
public enum ReplayDifferenceKind
{
    /// <summary>The caller had not finished, and had in the recording.</summary>
    CutOff,

    /// <summary>The other way round.</summary>
    NoLongerCutOff,

    /// <summary>The answer is heard sooner.</summary>
    Sooner,

    /// <summary>The answer is heard later.</summary>
    Later,

    /// <summary>Answered as a turn of its own.</summary>
    NewlyAnswered,

    /// <summary>Not answered, or not as a turn of its own.</summary>
    NoLongerAnswered,
}
