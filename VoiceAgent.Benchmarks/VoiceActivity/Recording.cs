using System.Buffers.Binary;
using VoiceAgent.Core.Audio;

namespace VoiceAgent.Benchmarks.VoiceActivity;

/// <summary>Samples at 8 kHz, from −32,768 to 32,767.</summary>
internal static class Recording
{
    public const int SampleRate = 8000;

    /// <summary>Reads a WAV file of 16-bit mono PCM at 8 kHz; null when it is another kind.</summary>
    public static float[]? Read(string path)
    {
        var file = File.ReadAllBytes(path).AsSpan();
        if (file.Length < 44 || !file[..4].SequenceEqual("RIFF"u8) || !file[8..12].SequenceEqual("WAVE"u8))
        {
            return null;
        }

        var at = 12;
        while (at + 8 <= file.Length)
        {
            var name = file.Slice(at, 4);
            var length = Math.Min((int)BinaryPrimitives.ReadUInt32LittleEndian(file[(at + 4)..]), file.Length - at - 8);
            var body = file.Slice(at + 8, length);
            if (name.SequenceEqual("fmt "u8) && !(body[0] == 1 && body[2] == 1 && BinaryPrimitives.ReadInt32LittleEndian(body[4..]) == SampleRate && body[14] == 16))
            {
                return null;
            }

            if (name.SequenceEqual("data"u8))
            {
                return Samples(body);
            }

            at += 8 + length + (length & 1);
        }

        return null;
    }

    /// <summary>The samples as the telephone network carries them.</summary>
    public static byte[] ToMulaw(ReadOnlySpan<float> samples)
    {
        var codes = new byte[samples.Length];
        for (var i = 0; i < codes.Length; i++)
        {
            codes[i] = G711.EncodeMulaw((short)Math.Clamp(samples[i], short.MinValue, short.MaxValue));
        }

        return codes;
    }

    /// <summary>Voice with noise under it.</summary>
    /// <param name="voice">What is spoken.</param>
    /// <param name="noise">Repeated as often as needed.</param>
    /// <param name="ratioDb">By how much the voice's power, where it speaks, is above the noise's.</param>
    public static float[] Mix(float[] voice, float[] noise, double ratioDb)
    {
        var speech = Labels.Of(voice);
        var voiced = Enumerable.Range(0, voice.Length).Where(i => speech.IsVoice(i)).Select(i => voice[i]).ToArray();
        var under = Enumerable.Range(0, voice.Length).Select(i => noise[i % noise.Length]).ToArray();
        var gain = (float)(Math.Sqrt(Power(voiced) / (Power(under) + 1e-9)) * Math.Pow(10, -ratioDb / 20));
        return [.. voice.Zip(under, (a, b) => a + (gain * b))];
    }

    /// <summary>Pink noise, the same every time: white noise through a bank of first-order filters an octave or two apart.</summary>
    public static float[] PinkNoise(int length)
    {
        var random = new Random(20260825);
        var poles = new[] { 0.995, 0.97, 0.85, 0.5 };
        var states = new double[poles.Length];
        var noise = new float[length];
        for (var i = 0; i < length; i++)
        {
            for (var p = 0; p < poles.Length; p++)
            {
                var white = (random.NextDouble() * 2) - 1;
                states[p] = (poles[p] * states[p]) + (Math.Sqrt(1 - (poles[p] * poles[p])) * white);
            }

            noise[i] = (float)(states.Sum() * 3000);
        }

        return noise;
    }

    private static double Power(float[] samples) => samples.Length == 0 ? 0 : samples.Average(sample => (double)sample * sample);

    private static float[] Samples(ReadOnlySpan<byte> body)
    {
        var samples = new float[body.Length / 2];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = BinaryPrimitives.ReadInt16LittleEndian(body[(2 * i)..]);
        }

        return samples;
    }
}
