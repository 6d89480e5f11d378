namespace VoiceAgent.Sandbox.Load;

/// <summary>Reports as lines of a table for people.</summary>
internal static class LoadTable
{
    // Beyond these the calls are no longer good ones.
    private const double MostOverheadMs = 20;
    private const double MostLatePer10k = 0;

    public static string Row(LoadReport report, bool isFirst)
    {
        var head = isFirst
            ? "| calls | completed, refused | overhead p50 / p95 / p99 ms | late of 10,000 | barge-in p50 / p95 ms | greeting p50 / p95 ms | frame lag p50 / p99 ms | CPU s per call-minute | server, generator cores | KiB per call | bytes per frame |\n"
                + "|---|---|---|---|---|---|---|---|---|---|---|\n"
            : string.Empty;
        return head
            + $"| {report.Calls} | {report.Completed}, {report.Refused} | {Three(report.OverheadMs)} | {report.LateFramesPer10k} | {Two(report.BargeInMs)} | {Two(report.GreetingMs)} "
            + $"| {report.FrameLagMs.P50:0.00} / {report.FrameLagMs.P99:0.0} | {report.CpuSecondsPerCallMinute:0.000} | {report.Server.Cores:0.00}, {report.Generator.Cores:0.00} "
            + $"| {report.RssPerCallKiB:0} | {report.AllocatedBytesPerFrame:0} |";
    }

    /// <summary>The largest run whose calls were all good.</summary>
    public static string Knee(IReadOnlyList<LoadReport> reports) =>
        reports.Where(IsGood).MaxBy(report => report.Calls) is { } best
            ? $"Good up to {best.Calls} calls: all complete, overhead p99 at most {MostOverheadMs} ms, no frame more than 60 ms late."
            : $"No run was good: all calls complete, overhead p99 at most {MostOverheadMs} ms, no frame more than 60 ms late.";

    private static bool IsGood(LoadReport report) =>
        report.Completed == report.Calls && report.TurnsUnanswered == 0 && report.OverheadMs.P99 <= MostOverheadMs && report.LateFramesPer10k <= MostLatePer10k;

    private static string Two(LoadPercentiles value) => $"{value.P50:0.0} / {value.P95:0.0}";

    private static string Three(LoadPercentiles value) => $"{value.P50:0.0} / {value.P95:0.0} / {value.P99:0.0}";
}
