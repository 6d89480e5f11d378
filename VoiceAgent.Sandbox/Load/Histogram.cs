namespace VoiceAgent.Sandbox.Load;

/// <summary>Counts durations in steps of 10 µs up to two seconds, longer ones as two seconds. Adding is thread-safe and allocates nothing.</summary>
internal sealed class Histogram
{
    private const double StepMs = 0.01;
    private const int Steps = 200_000;

    private readonly int[] _counts = new int[Steps];
    private long _count;

    public long Count => Interlocked.Read(ref _count);

    public void Add(TimeSpan duration)
    {
        var step = (int)Math.Clamp(duration.TotalMilliseconds / StepMs, 0, Steps - 1);
        Interlocked.Increment(ref _counts[step]);
        Interlocked.Increment(ref _count);
    }

    /// <summary>The duration in milliseconds that this share of all, 0 to 1, does not exceed; null without any.</summary>
    public double? Percentile(double share)
    {
        var wanted = (long)Math.Ceiling(Count * share);
        var seen = 0L;
        for (var step = 0; step < Steps && wanted > 0; step++)
        {
            seen += _counts[step];
            if (seen >= wanted)
            {
                return Math.Round((step + 0.5) * StepMs, 3);
            }
        }

        return null;
    }

    public LoadPercentiles Summary() => new(Percentile(0.5), Percentile(0.95), Percentile(0.99), Percentile(1));
}

/// <summary>Milliseconds; null where nothing was measured.</summary>
internal sealed record LoadPercentiles(double? P50, double? P95, double? P99, double? Max);
