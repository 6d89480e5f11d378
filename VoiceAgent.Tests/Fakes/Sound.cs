using System.Collections.Concurrent;
using VoiceAgent.Core.Audio;

namespace VoiceAgent.Tests.Fakes;

/// <summary>Made-up caller audio, mu-law at 8 kHz in frames of 20 ms.</summary>
public static class Sound
{
    private static readonly ConcurrentDictionary<(bool IsVoice, TimeSpan From), byte[]> Made = new();

    /// <summary>A voice of 120 Hz with harmonics at about −15 dBFS, or comfort noise at about −50 dBFS. The same array each time: not to be changed.</summary>
    public static byte[] Frame(bool isVoice, TimeSpan from) =>
        Made.GetOrAdd((isVoice, from), static frame => frame.IsVoice ? Voice(frame.From, 0.18) : Noise(frame.From, -50));

    public static byte[] Voice(TimeSpan from, double level)
    {
        var frame = new byte[160];
        var first = (int)(from.TotalSeconds * 8000);
        for (var i = 0; i < frame.Length; i++)
        {
            var phase = 2 * Math.PI * 120 * (first + i) / 8000;
            var sample = level * (Math.Sin(phase) + (0.6 * Math.Sin(2 * phase)) + (0.4 * Math.Sin(5 * phase)));
            frame[i] = G711.EncodeMulaw((short)(sample * 32000));
        }

        return frame;
    }

    /// <summary>A steady tone at a level from 0 to 1, and perhaps a second one.</summary>
    public static byte[] Tone(TimeSpan from, double frequency, double level = 0.25, double second = 0)
    {
        var frame = new byte[160];
        var first = (int)(from.TotalSeconds * 8000);
        for (var i = 0; i < frame.Length; i++)
        {
            var time = (first + i) / 8000.0;
            var sample = Math.Sin(2 * Math.PI * frequency * time) + (second > 0 ? Math.Sin(2 * Math.PI * second * time) : 0);
            frame[i] = G711.EncodeMulaw((short)(sample * level * 32000));
        }

        return frame;
    }

    public static byte[] Noise(TimeSpan from, double decibels)
    {
        var frame = new byte[160];
        var random = new Random((int)from.TotalMilliseconds);
        var level = Math.Pow(10, decibels / 20) * Math.Sqrt(3);
        for (var i = 0; i < frame.Length; i++)
        {
            frame[i] = G711.EncodeMulaw((short)(((random.NextDouble() * 2) - 1) * level * 32767));
        }

        return frame;
    }
}
