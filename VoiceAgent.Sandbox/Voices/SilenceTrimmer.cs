namespace VoiceAgent.Sandbox.Voices;

/// <summary>Cuts the long silence that voice programs put around their speech.</summary>
internal static class SilenceTrimmer
{
    private const int Threshold = 250;
    private const int Before = 8000 * 40 / 1000;
    private const int After = 8000 * 60 / 1000;

    /// <summary>The speech with 40 ms before and 60 ms after it; nothing when all is silence.</summary>
    /// <param name="samples">At 8 kHz.</param>
    public static short[] Trim(short[] samples)
    {
        var first = Array.FindIndex(samples, IsLoud);
        if (first < 0)
        {
            return [];
        }

        var last = Array.FindLastIndex(samples, IsLoud);
        return samples[Math.Max(0, first - Before)..Math.Min(samples.Length, last + After)];
    }

    private static bool IsLoud(short sample) => sample is > Threshold or < -Threshold;
}
