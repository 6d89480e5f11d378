using BenchmarkDotNet.Attributes;
using VoiceAgent.Core.Audio;

namespace VoiceAgent.Benchmarks;

/// <summary>
/// One second of a voice at 48 kHz to the telephone's 8 kHz, in frames of 20 ms: the band-limited filter beside taking the mean of six
/// samples, which is cheap and lets the higher frequencies fold back.
/// </summary>
[MemoryDiagnoser]
public class ResamplerBenchmarks
{
    private const int Frames = 50;
    private const int FrameSize = 960;

    private readonly Resampler _resampler = new(48000, 8000);
    private readonly short[] _frame = [.. Enumerable.Range(0, FrameSize).Select(i => (short)(8000 * Math.Sin(i * 0.13)))];
    private readonly short[] _output = new short[400];

    [Benchmark]
    public int BandLimited()
    {
        var written = 0;
        for (var i = 0; i < Frames; i++)
        {
            written += _resampler.Write(_frame, _output);
        }

        return written;
    }

    [Benchmark(Baseline = true)]
    public int MeanOfSix()
    {
        var written = 0;
        for (var i = 0; i < Frames; i++)
        {
            for (var k = 0; k < FrameSize; k += 6)
            {
                _output[k / 6] = (short)((_frame[k] + _frame[k + 1] + _frame[k + 2] + _frame[k + 3] + _frame[k + 4] + _frame[k + 5]) / 6);
                written++;
            }
        }

        return written;
    }
}
