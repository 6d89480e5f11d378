using System.Globalization;
using System.Text;
using VoiceAgent.Core.Replay;
using VoiceAgent.Core.Replay.Logs;
using VoiceAgent.Web.Components.Replay;

namespace VoiceAgent.Web.Commands.Replay;

/// <summary>A comparison as text for a terminal. It holds figures only, no words of the call.</summary>
internal static class ReplayReport
{
    public static string Write(CallLog log, ReplayComparison comparison)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"Call {log.Id}");
        foreach (var column in comparison.Variants)
        {
            var changes = TurnOptionsText.Differences(log.Settings.Turns, column.Summary.Options).Select(one => $"{one.Name}={one.Text}");
            text.AppendLine(CultureInfo.InvariantCulture, $"{column.Name}: {string.Join(", ", changes)}");
        }

        text.AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"{string.Empty,-32}{string.Concat(comparison.Columns.Select(column => $"{column.Name,18}"))}");
        foreach (var row in ReplayRows.All)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{row.Name,-32}{string.Concat(comparison.Columns.Select(column => $"{row.Value(column.Summary),18}"))}");
        }

        if (log.IsCutShort)
        {
            text.AppendLine().AppendLine(ReplayText.CutShort);
        }

        return text.ToString().TrimEnd();
    }
}
