using VoiceAgent.Core.Audio;

namespace VoiceAgent.Tests.Core.Audio;

/// <summary>Measured with sines: what stays, what is taken out, and what the resampler costs.</summary>
[Trait("Kind", "Unit")]
public sealed class ResamplerTests
{
    private const double Amplitude = 16_000;

    [Theory]
    [InlineData(48000, 8000, 3400)]
    [InlineData(48000, 16000, 6800)]
    [InlineData(48000, 24000, 10200)]
    [InlineData(16000, 8000, 3400)]
    [InlineData(8000, 16000, 3400)]
    [InlineData(44100, 8000, 3400)]
    [InlineData(48000, 22050, 9371)]
    public void The_pass_band_is_flat(int from, int to, int upTo)
    {
        for (var frequency = 100.0; frequency <= upTo; frequency *= 1.19)
        {
            var output = Convert(Sine(from, frequency, 0.5), from, to);

            Assert.InRange(Decibels(Level(output.AsSpan((output.Length / 10)..^(output.Length / 10)))), -0.05, 0.05);
        }
    }

    [Theory]
    [InlineData(48000, 8000)]
    [InlineData(48000, 16000)]
    [InlineData(16000, 8000)]
    [InlineData(44100, 8000)]
    public void What_would_fold_back_is_at_least_75_decibels_down(int from, int to)
    {
        for (var frequency = (to / 2.0) + 1; frequency < from / 2.0; frequency += from / 311.0)
        {
            var output = Convert(Sine(from, frequency, 0.2), from, to);

            Assert.InRange(Decibels(Level(output.AsSpan((output.Length / 4)..^(output.Length / 4)))), double.NegativeInfinity, -75);
        }
    }

    [Fact]
    public void A_tone_stays_in_its_place()
    {
        var output = Convert(Sine(48000, 440, 0.5), 48000, 8000);
        var expected = Sine(8000, 440, 0.5);

        Assert.Equal(expected.Length, output.Length);
        for (var i = 400; i < 3600; i++)
        {
            Assert.InRange(output[i] - expected[i], -4, 4);
        }
    }

    [Theory]
    [InlineData(48000, 8000)]
    [InlineData(44100, 8000)]
    [InlineData(8000, 48000)]
    [InlineData(8000, 8000)]
    public void Pieces_of_any_size_give_the_same_output(int from, int to)
    {
        var random = new Random(7);
        var input = new short[from / 4];
        for (var i = 0; i < input.Length; i++)
        {
            input[i] = (short)random.Next(short.MinValue, short.MaxValue);
        }

        var whole = Convert(input, from, to);
        var resampler = new Resampler(from, to);
        var pieces = new List<short>();
        var buffer = new short[resampler.MaxOutput(2000)];
        for (var start = 0; start < input.Length;)
        {
            var length = Math.Min(random.Next(0, 2000), input.Length - start);
            pieces.AddRange(buffer[..resampler.Write(input.AsSpan(start, length), buffer)]);
            start += length;
        }

        pieces.AddRange(buffer[..resampler.Flush(buffer)]);

        Assert.Equal(whole, pieces);
        Assert.Equal(((long)input.Length * to + from - 1) / from, pieces.Count);
    }

    [Fact]
    public void A_stream_leaves_nothing_behind_for_the_next()
    {
        var resampler = new Resampler(48000, 8000);
        var input = Sine(48000, 1000, 0.1);
        var first = new short[resampler.MaxOutput(input.Length)];
        var second = new short[resampler.MaxOutput(input.Length)];
        var written = resampler.Write(input, first);
        written += resampler.Flush(first.AsSpan(written));

        var again = resampler.Write(input, second);
        again += resampler.Flush(second.AsSpan(again));

        Assert.Equal(written, again);
        Assert.Equal(first, second);
    }

    [Fact]
    public void A_frame_allocates_nothing()
    {
        var resampler = new Resampler(48000, 8000);
        var frame = Sine(48000, 1000, 0.02);
        var output = new short[resampler.MaxOutput(frame.Length)];
        resampler.Write(frame, output);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            resampler.Write(frame, output);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void The_loudest_input_is_clipped_and_does_not_wrap()
    {
        var input = new short[4800];
        for (var i = 0; i < input.Length; i++)
        {
            input[i] = i / 200 % 2 == 0 ? short.MaxValue : short.MinValue;
        }

        var output = Convert(input, 48000, 8000);

        for (var i = 60; i < output.Length - 60; i++)
        {
            // Near an edge the filter rings; away from it the sign is that of the input.
            var place = i * 6 % 200;
            if (place is > 60 and < 140)
            {
                Assert.Equal(input[i * 6] > 0, output[i] > 0);
            }
        }
    }

    private static short[] Convert(short[] input, int from, int to)
    {
        var resampler = new Resampler(from, to);
        var output = new short[resampler.MaxOutput(input.Length)];
        var written = resampler.Write(input, output);
        written += resampler.Flush(output.AsSpan(written));
        return output[..written];
    }

    private static short[] Sine(int rate, double frequency, double seconds)
    {
        var samples = new short[(int)(rate * seconds)];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = (short)Math.Round(Amplitude * Math.Sin(2 * Math.PI * frequency * i / rate));
        }

        return samples;
    }

    private static double Level(ReadOnlySpan<short> samples)
    {
        var sum = 0.0;
        foreach (var sample in samples)
        {
            sum += (double)sample * sample;
        }

        return Math.Sqrt(2 * sum / samples.Length);
    }

    private static double Decibels(double level) => 20 * Math.Log10(Math.Max(level, 1e-9) / Amplitude);
}
