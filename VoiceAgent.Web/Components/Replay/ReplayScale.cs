using System.Globalization;
using VoiceAgent.Core.Replay;

namespace VoiceAgent.Web.Components.Replay;

/// <summary>Where the turns of replays lie on one line, in per cent of the longest call shown.</summary>
public sealed class ReplayScale(IEnumerable<ReplayRun> runs)
{
    // A wait of a few hundred milliseconds in a call of minutes still has to be seen.
    private const double NarrowestPercent = 0.6;

    private readonly double _longest = Math.Max(1, runs.Select(run => run.Duration.TotalMilliseconds).DefaultIfEmpty(1).Max());

    /// <summary>The wait for the answer of each turn that got one.</summary>
    public IReadOnlyList<ReplayMark> Waits(ReplayRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return [.. run.Turns.Where(turn => turn.HeardAt is not null).Select(turn => Wait(turn.SpeechEndedAt ?? turn.EndedAt, turn.HeardAt!.Value))];
    }

    /// <summary>Where the caller was cut off.</summary>
    public IReadOnlyList<ReplayMark> CutOffs(ReplayRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return [.. run.Turns.Where(turn => turn.IsCutOff).Select(turn => new ReplayMark(Write(Percent(turn.EndedAt)), Write(NarrowestPercent)))];
    }

    private ReplayMark Wait(TimeSpan begin, TimeSpan end) => new(Write(Percent(begin)), Write(Math.Max(NarrowestPercent, Percent(end) - Percent(begin))));

    private double Percent(TimeSpan moment) => Math.Clamp(moment.TotalMilliseconds / _longest * 100, 0, 100);

    private static string Write(double percent) => string.Create(CultureInfo.InvariantCulture, $"{percent:0.##}%");
}

/// <summary>A mark on a line.</summary>
public sealed record ReplayMark(string Start, string Width);
