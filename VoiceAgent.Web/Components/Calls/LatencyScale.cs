using System.Globalization;
using VoiceAgent.Core.Conversations;

namespace VoiceAgent.Web.Components.Calls;

/// <summary>Widths of the latency bars, in per cent of the longest turn shown.</summary>
public sealed class LatencyScale(IReadOnlyList<TurnLatency> turns)
{
    private readonly double _longest = turns.Select(Total).DefaultIfEmpty(TimeSpan.Zero).Max().TotalMilliseconds;

    /// <summary>
    /// The parts of a turn in the order they happen: deciding that the turn is over, the model's first token, the voice's first
    /// audio. Transcription runs inside the first one.
    /// </summary>
    public IReadOnlyList<LatencyBar> Bars(TurnLatency turn)
    {
        ArgumentNullException.ThrowIfNull(turn);
        (string Part, TimeSpan? Length)[] parts = [("end", turn.EndOfUtteranceDelay), ("token", turn.TimeToFirstToken), ("byte", turn.TimeToFirstByte)];
        var bars = new List<LatencyBar>(parts.Length);
        var start = 0.0;
        foreach (var (part, length) in parts)
        {
            if (length is { } measured && measured > TimeSpan.Zero && _longest > 0)
            {
                var width = measured.TotalMilliseconds / _longest * 100;
                bars.Add(new LatencyBar(part, Percent(start), Percent(width)));
                start += width;
            }
        }

        return bars;
    }

    private static TimeSpan Total(TurnLatency turn)
    {
        var parts = (turn.EndOfUtteranceDelay ?? TimeSpan.Zero) + (turn.TimeToFirstToken ?? TimeSpan.Zero) + (turn.TimeToFirstByte ?? TimeSpan.Zero);
        return turn.VoiceToVoice is { } whole && whole > parts ? whole : parts;
    }

    private static string Percent(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:0.##}%");
}

/// <summary>One coloured part of a bar.</summary>
public sealed record LatencyBar(string Part, string Start, string Width);
