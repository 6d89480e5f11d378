using System.Globalization;
using System.Text;

namespace VoiceAgent.Sandbox.Reliability;

/// <summary>A report as a table for people, in Markdown.</summary>
internal static class FaultTable
{
    public static string Row(FaultResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {result.Provider} | {result.Fault} | {result.Moment} | {(result.EndedWell ? "yes" : "**no**")} | {result.RecoveryMs?.ToString(CultureInfo.InvariantCulture) ?? "–"} | {result.LongestSilenceMs} | {result.WordsTwice} | {result.WordsLost} |");

    public static string Describe(FaultReport report)
    {
        var text = new StringBuilder();
        text.AppendLine("| provider | fault | moment | ended well | recovery ms | longest silence ms | words twice | words lost |");
        text.AppendLine("|---|---|---|---|---|---|---|---|");
        foreach (var result in report.Cases)
        {
            text.AppendLine(Row(result));
        }

        text.AppendLine();
        foreach (var result in report.Cases.Where(result => result.Problem is not null))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{result.Provider} {result.Fault} at {result.Moment}: {result.Problem}");
        }

        return text.AppendLine(Summary(report.Summary)).ToString();
    }

    public static string Summary(FaultSummary summary) => string.Create(
        CultureInfo.InvariantCulture,
        $"{summary.EndedWell} of {summary.Cases} calls ended well. Recovery: p50 {summary.P50RecoveryMs} ms, p95 {summary.P95RecoveryMs} ms, at most {summary.MaxRecoveryMs} ms. Silent for more than 3 s: {summary.SilentForMoreThanThreeSeconds}. Words twice: {summary.WordsTwice}. Words lost: {summary.WordsLost}.");
}
