namespace VoiceAgent.Sandbox.Recognition;

/// <summary>
/// A rolling hash (Rabin and Karp) and the energy of the last 160 samples of a stream, so that a frame is found wherever the
/// stream's chunks begin.
/// </summary>
internal sealed class FrameHash
{
    /// <summary>Samples of a frame: 20 ms at 8 kHz.</summary>
    public const int Length = 160;

    private const ulong Factor = 0x9E3779B97F4A7C15;
    private const long LoudEnergy = 60L * 60 * Length;

    private static readonly ulong FactorOfOldest = Power(Factor, Length);

    // A new stream counts as preceded by silence.
    private static readonly ulong OfSilence = Enumerable.Range(0, Length).Aggregate(0ul, (hash, _) => unchecked((hash * Factor) + Mark(0)));

    private readonly short[] _samples = new short[Length];
    private int _next;
    private ulong _hash = OfSilence;
    private long _energy;

    /// <summary>The hash of the last frame.</summary>
    public ulong Value => (_hash ^ (_hash >> 29)) * 0xBF58476D1CE4E5B9;

    /// <summary>Whether the last frame is more than silence or line noise.</summary>
    public bool IsLoud => _energy >= LoudEnergy;

    public void Add(short sample)
    {
        var oldest = _samples[_next];
        _samples[_next] = sample;
        _next = _next + 1 == Length ? 0 : _next + 1;
        _hash = unchecked((_hash * Factor) + Mark(sample) - (Mark(oldest) * FactorOfOldest));
        _energy += ((long)sample * sample) - ((long)oldest * oldest);
    }

    private static ulong Mark(short sample) => unchecked((ulong)(sample + 40_000));

    private static ulong Power(ulong factor, int exponent)
    {
        var power = 1ul;
        for (var i = 0; i < exponent; i++)
        {
            power = unchecked(power * factor);
        }

        return power;
    }
}
