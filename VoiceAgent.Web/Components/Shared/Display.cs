using System.Globalization;

namespace VoiceAgent.Web.Components.Shared;

/// <summary>How durations and moments are written on every page.</summary>
public static class Display
{
    /// <summary>"0:07", "12:30", "1:02:03".</summary>
    public static string Clock(TimeSpan duration)
    {
        var shown = duration < TimeSpan.Zero ? TimeSpan.Zero : duration;
        return shown.TotalHours >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{(int)shown.TotalHours}:{shown.Minutes:00}:{shown.Seconds:00}")
            : string.Create(CultureInfo.InvariantCulture, $"{shown.Minutes}:{shown.Seconds:00}");
    }

    /// <summary>"640 ms", "1.2 s"; a dash where nothing was measured.</summary>
    public static string Latency(TimeSpan? latency) => latency switch
    {
        null => "–",
        { TotalMilliseconds: < 999.5 } brief => string.Create(CultureInfo.InvariantCulture, $"{brief.TotalMilliseconds:0} ms"),
        { } measured => string.Create(CultureInfo.InvariantCulture, $"{measured.TotalSeconds:0.0} s"),
    };

    public static string Utc(DateTimeOffset moment) => moment.UtcDateTime.ToString("d MMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);

    public static string Iso(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
