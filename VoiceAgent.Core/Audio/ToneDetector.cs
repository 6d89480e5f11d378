namespace VoiceAgent.Core.Audio;

/// <summary>
/// Finds the tone of an answering machine: one steady frequency of 350 to 2,000 Hz for 0.2 to 1.8 s. By Goertzel's algorithm over blocks of
/// 20 ms, at every 25 Hz: of a pure tone nearly all energy lies at one of them, of a voice or of two tones together (keys, ringing) it does
/// not. Not thread-safe.
/// </summary>
public sealed class ToneDetector
{
    private const int SampleRate = 8000;
    private const int BlockSize = 160;
    private const int Lowest = 350;
    private const int Step = 25;
    private const int Count = ((2000 - Lowest) / Step) + 1;

    // The share of a tone between two of the frequencies is 0.8; noise on a line takes some of it.
    private const double Purity = 0.65;
    private const double QuietestPower = 200.0 * 200.0;
    private const int ShortestBlocks = 10;
    private const int LongestBlocks = 90;

    private static readonly double[] Coefficients = [.. Enumerable.Range(0, Count).Select(index => 2 * Math.Cos(2 * Math.PI * (Lowest + (index * Step)) / SampleRate))];

    private readonly short[] _block = new short[BlockSize];
    private int _filled;
    private int _frequency = -1;
    private int _blocks;

    /// <summary>Takes in a frame of 8 kHz G.711; true when a tone has just ended in it.</summary>
    public bool Process(AudioFrame frame)
    {
        var ended = false;
        foreach (var code in frame.Data.Span)
        {
            _block[_filled++] = frame.Format.Encoding is AudioEncoding.Alaw ? G711.DecodeAlaw(code) : G711.DecodeMulaw(code);
            if (_filled == BlockSize)
            {
                _filled = 0;
                ended |= Take(FrequencyOf(_block));
            }
        }

        return ended;
    }

    /// <summary>Index of the one frequency of a block, or −1.</summary>
    private static int FrequencyOf(ReadOnlySpan<short> block)
    {
        var energy = 0.0;
        foreach (var sample in block)
        {
            energy += (double)sample * sample;
        }

        if (energy < QuietestPower * BlockSize)
        {
            return -1;
        }

        var (best, strongest) = (-1, 0.0);
        for (var index = 0; index < Count; index++)
        {
            var power = Power(block, Coefficients[index]);
            if (power > strongest)
            {
                (best, strongest) = (index, power);
            }
        }

        return 2 * strongest / BlockSize >= Purity * energy ? best : -1;
    }

    private static double Power(ReadOnlySpan<short> block, double coefficient)
    {
        var (before, last) = (0.0, 0.0);
        foreach (var sample in block)
        {
            (before, last) = (last, sample + (coefficient * last) - before);
        }

        return (last * last) + (before * before) - (coefficient * last * before);
    }

    private bool Take(int frequency)
    {
        if (frequency >= 0 && _frequency >= 0 && Math.Abs(frequency - _frequency) <= 1)
        {
            _blocks++;
            return false;
        }

        var ended = frequency < 0 && _blocks is >= ShortestBlocks and <= LongestBlocks;
        (_frequency, _blocks) = (frequency, frequency < 0 ? 0 : 1);
        return ended;
    }
}
