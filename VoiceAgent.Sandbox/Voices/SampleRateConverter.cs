namespace VoiceAgent.Sandbox.Voices;

/// <summary>
/// Changes the sample rate by a windowed sinc (Blackman, 32 zero crossings to each side), with the pass band ending just below half
/// the lower rate. For whole utterances: it looks ahead and costs some milliseconds for each second of audio.
/// </summary>
internal static class SampleRateConverter
{
    private const int ZeroCrossings = 32;
    private const double PassBand = 0.92;

    public static short[] Convert(ReadOnlySpan<short> samples, int fromRate, int toRate)
    {
        if (fromRate == toRate)
        {
            return samples.ToArray();
        }

        var cutoff = PassBand * Math.Min(1.0, (double)toRate / fromRate);
        var reach = ZeroCrossings / cutoff;
        var output = new short[(int)((long)samples.Length * toRate / fromRate)];
        for (var i = 0; i < output.Length; i++)
        {
            var center = (double)i * fromRate / toRate;
            var first = Math.Max(0, (int)Math.Ceiling(center - reach));
            var last = Math.Min(samples.Length - 1, (int)Math.Floor(center + reach));
            var sum = 0.0;
            for (var k = first; k <= last; k++)
            {
                sum += samples[k] * Weight(k - center, cutoff, reach);
            }

            output[i] = (short)Math.Clamp(Math.Round(sum), short.MinValue, short.MaxValue);
        }

        return output;
    }

    private static double Weight(double distance, double cutoff, double reach)
    {
        var phase = Math.PI * distance / reach;
        var window = 0.42 + (0.5 * Math.Cos(phase)) + (0.08 * Math.Cos(2 * phase));
        var x = Math.PI * distance * cutoff;
        return window * cutoff * (Math.Abs(x) < 1e-9 ? 1.0 : Math.Sin(x) / x);
    }
}
