using System.Runtime.InteropServices;
using VoiceAgent.Core.Adapters.Hume;
using VoiceAgent.Core.Audio;

namespace VoiceAgent.Tests.Adapters.Hume;

/// <summary>
/// Hume's 48 kHz at the carrier's 8 kHz, measured through the adapter with the uneven pieces that Hume sends: what the telephone carries stays,
/// and nothing above folds back into it.
/// </summary>
[Trait("Kind", "Unit")]
public sealed class HumeCarrierRateTests
{
    private const double Amplitude = 16_000;

    private static readonly AudioFormat Linear = new(AudioEncoding.Linear16, 8000);

    [Fact]
    public void What_a_telephone_carries_comes_through_unchanged()
    {
        for (var frequency = 100.0; frequency <= 3400; frequency *= 1.25)
        {
            Assert.InRange(Decibels(Level(Through(frequency, Linear))), -0.05, 0.05);

            // Mu-law has about 38 dB from signal to noise.
            Assert.InRange(Decibels(Level(Through(frequency, AudioFormat.Pcmu))), -0.2, 0.2);
            Assert.InRange(SignalToNoise(Through(frequency, AudioFormat.Pcmu), frequency), 35, 60);
        }
    }

    [Fact]
    public void Nothing_above_the_telephone_band_folds_back()
    {
        var worst = double.NegativeInfinity;
        for (var frequency = 4001.0; frequency < 24_000; frequency += 199)
        {
            worst = Math.Max(worst, Decibels(Level(Through(frequency, Linear))));

            // At the carrier nothing is left but the codec's smallest step.
            Assert.InRange(Peak(Through(frequency, AudioFormat.Pcmu)), 0, 8);
        }

        Assert.InRange(worst, -140, -75);
    }

    // The middle of a tone: its ends ring.
    private static short[] Through(double frequency, AudioFormat format)
    {
        var samples = new short[24_000];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = (short)Math.Round(Amplitude * Math.Sin(2 * Math.PI * frequency * i / HumeProtocol.SampleRate));
        }

        var speech = new HumeSpeech(format);
        speech.Begin("Tone.");
        var output = new List<byte>();
        var bytes = MemoryMarshal.AsBytes<short>(samples).ToArray();
        var random = new Random(7);
        for (var start = 0; start < bytes.Length;)
        {
            var length = Math.Min(random.Next(1, 4001), bytes.Length - start);
            var message = new HumeMessage { Type = "audio", Audio = bytes[start..(start + length)], IsLastChunk = start + length == bytes.Length };
            output.AddRange(speech.Add(message)?.Frame.Data.ToArray() ?? []);
            start += length;
        }

        output.AddRange(speech.End()?.Frame.Data.ToArray() ?? []);
        var heard = format == Linear ? MemoryMarshal.Cast<byte, short>(output.ToArray()).ToArray() : [.. output.Select(G711.DecodeMulaw)];
        Assert.Equal(4000, heard.Length);
        return heard[800..^800];
    }

    private static double SignalToNoise(short[] heard, double frequency)
    {
        var (sine, cosine) = (0.0, 0.0);
        for (var i = 0; i < heard.Length; i++)
        {
            sine += heard[i] * Math.Sin(2 * Math.PI * frequency * (i + 800) / 8000) * 2 / heard.Length;
            cosine += heard[i] * Math.Cos(2 * Math.PI * frequency * (i + 800) / 8000) * 2 / heard.Length;
        }

        var noise = 0.0;
        for (var i = 0; i < heard.Length; i++)
        {
            var angle = 2 * Math.PI * frequency * (i + 800) / 8000;
            var left = heard[i] - (sine * Math.Sin(angle)) - (cosine * Math.Cos(angle));
            noise += left * left / heard.Length;
        }

        return 10 * Math.Log10(((sine * sine) + (cosine * cosine)) / 2 / noise);
    }

    private static int Peak(short[] samples) => samples.Max(sample => Math.Abs((int)sample));

    private static double Level(short[] samples) => Math.Sqrt(2 * samples.Sum(sample => (double)sample * sample) / samples.Length);

    private static double Decibels(double level) => 20 * Math.Log10(Math.Max(level, 1e-9) / Amplitude);
}
