using System.Collections.Concurrent;

namespace VoiceAgent.Core.Audio;

/// <summary>
/// The weights of a <see cref="Resampler"/>: a low pass at <c>Up</c> times the input rate, taken apart into <c>Up</c> phases. Made once
/// for each pair of rates and shared.
/// </summary>
internal sealed class ResamplerFilter
{
    /// <summary>Zero crossings of the sinc to each side, counted in samples of the lower rate.</summary>
    private const int Crossings = 34;

    private const double PassBand = 0.85;

    // Kaiser's window with this shape keeps the stop band 80 dB down: 0.1102 × (80 - 8.7).
    private const double Beta = 7.857;

    private static readonly ConcurrentDictionary<(int From, int To), ResamplerFilter> Known = new();

    private readonly float[] _weights;

    private ResamplerFilter(int fromRate, int toRate)
    {
        var divisor = Divisor(fromRate, toRate);
        (Up, Down) = (toRate / divisor, fromRate / divisor);
        Reach = (Crossings * Math.Max(Up, Down) + Up - 1) / Up;
        Length = (2 * Reach) + 1;
        _weights = new float[Up * Length];
        for (var phase = 0; phase < Up; phase++)
        {
            Fill(phase);
        }
    }

    /// <summary>Output samples for every <see cref="Down"/> input samples.</summary>
    public int Up { get; }

    public int Down { get; }

    /// <summary>Input samples that an output sample looks at to each side.</summary>
    public int Reach { get; }

    /// <summary>Weights of a phase.</summary>
    public int Length { get; }

    public static ResamplerFilter For(int fromRate, int toRate)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fromRate, 1000);
        ArgumentOutOfRangeException.ThrowIfLessThan(toRate, 1000);
        return Known.GetOrAdd((fromRate, toRate), static rates => new ResamplerFilter(rates.From, rates.To));
    }

    /// <summary>Weights of the input samples around an output sample that lies <paramref name="phase"/>/<see cref="Up"/> samples after the middle one.</summary>
    public ReadOnlySpan<float> Phase(int phase) => _weights.AsSpan(phase * Length, Length);

    private void Fill(int phase)
    {
        // In input samples: half the lower rate is at scale / 2; the sinc is cut in the middle between pass and stop band.
        var scale = Math.Min(1.0, (double)Up / Down);
        var cutoff = scale * (1 + PassBand) / 2;
        var reach = Crossings / scale;
        var sum = 0.0;
        var weights = new double[Length];
        for (var i = 0; i < Length; i++)
        {
            var distance = i - Reach - ((double)phase / Up);
            var x = Math.PI * distance * cutoff;
            var sinc = Math.Abs(x) < 1e-9 ? 1.0 : Math.Sin(x) / x;
            var place = distance / reach;
            weights[i] = Math.Abs(place) >= 1 ? 0 : sinc * Bessel(Beta * Math.Sqrt(1 - (place * place)));
            sum += weights[i];
        }

        for (var i = 0; i < Length; i++)
        {
            _weights[(phase * Length) + i] = (float)(weights[i] / sum);
        }
    }

    // The modified Bessel function of the first kind, order 0, up to a constant factor that the normalisation takes out.
    private static double Bessel(double x)
    {
        var sum = 1.0;
        var term = 1.0;
        for (var k = 1; k < 40; k++)
        {
            term *= x / (2 * k) * (x / (2 * k));
            sum += term;
        }

        return sum;
    }

    private static int Divisor(int a, int b) => b == 0 ? a : Divisor(b, a % b);
}
