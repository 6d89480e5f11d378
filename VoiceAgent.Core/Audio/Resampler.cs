using System.Numerics;

namespace VoiceAgent.Core.Audio;

/// <summary>
/// Changes the sample rate of a mono stream by a rational factor: a band-limited polyphase filter (windowed sinc, Kaiser window).
/// <para>
/// Parameters: flat up to 85 % of half the lower rate (3.4 kHz when the lower rate is 8 kHz), at least 80 dB down from half the lower
/// rate on, so that nothing folds back. Looks ahead by 34 samples of the lower rate (4.2 ms at 8 kHz); the output is aligned with the
/// input and as long as it.
/// </para>
/// A stream goes in pieces of any size; the pieces do not change the output. Allocates at construction only. Not thread-safe.
/// </summary>
public sealed class Resampler
{
    private const int BlockSize = 960;

    private readonly ResamplerFilter _filter;
    private readonly float[] _samples;
    private int _filled;
    private int _center;
    private int _phase;

    /// <param name="fromRate">Rate of the input in hertz.</param>
    /// <param name="toRate">Rate of the output in hertz.</param>
    public Resampler(int fromRate, int toRate)
    {
        _filter = ResamplerFilter.For(fromRate, toRate);
        _samples = new float[_filter.Length + BlockSize];
        Restart();
    }

    /// <summary>Room that the output of so many input samples, or of <see cref="Flush"/> with 0, may need.</summary>
    public int MaxOutput(int inputSamples) => (int)(((long)(inputSamples + _filter.Length + 1) * _filter.Up / _filter.Down) + 1);

    /// <summary>Takes in samples and gives those of the output that are known by now.</summary>
    /// <param name="input">Signed 16-bit samples.</param>
    /// <param name="output">At least <see cref="MaxOutput"/> samples.</param>
    /// <returns>How many samples were written.</returns>
    public int Write(ReadOnlySpan<short> input, Span<short> output)
    {
        var written = 0;
        while (input.Length > 0)
        {
            var length = Math.Min(input.Length, _samples.Length - _filled);
            for (var i = 0; i < length; i++)
            {
                _samples[_filled + i] = input[i];
            }

            _filled += length;
            input = input[length..];
            written += Produce(output[written..], _filled - _filter.Reach);
        }

        return written;
    }

    /// <summary>The stream has ended: gives the rest of it. Afterwards a new one may begin.</summary>
    public int Flush(Span<short> output)
    {
        // Silence stands for what would follow; it is looked at, but no output has its center there.
        var silence = _filter.Reach;
        _samples.AsSpan(_filled, silence).Clear();
        _filled += silence;
        var written = Produce(output, _filled - silence);
        Restart();
        return written;
    }

    private int Produce(Span<short> output, int end)
    {
        var written = 0;
        while (_center < end)
        {
            var window = _samples.AsSpan(_center - _filter.Reach, _filter.Length);
            output[written++] = (short)Math.Clamp(MathF.Round(Dot(window, _filter.Phase(_phase))), short.MinValue, short.MaxValue);
            _phase += _filter.Down;
            _center += _phase / _filter.Up;
            _phase %= _filter.Up;
        }

        // What the next output looks back at stays, at the front.
        var start = Math.Min(_center - _filter.Reach, _filled);
        _samples.AsSpan(start, _filled - start).CopyTo(_samples);
        _filled -= start;
        _center -= start;
        return written;
    }

    private void Restart()
    {
        // Silence stands for what was before the first sample.
        _samples.AsSpan(0, _filter.Reach).Clear();
        (_filled, _center, _phase) = (_filter.Reach, _filter.Reach, 0);
    }

    private static float Dot(ReadOnlySpan<float> samples, ReadOnlySpan<float> weights)
    {
        var sum = Vector<float>.Zero;
        var i = 0;
        for (; i <= samples.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            sum += new Vector<float>(samples[i..]) * new Vector<float>(weights[i..]);
        }

        var total = Vector.Sum(sum);
        for (; i < samples.Length; i++)
        {
            total += samples[i] * weights[i];
        }

        return total;
    }
}
