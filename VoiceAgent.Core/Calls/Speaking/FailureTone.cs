using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Speech;
using VoiceAgent.Core.Speech.Spoken;

namespace VoiceAgent.Core.Calls.Speaking;

/// <summary>
/// The tone with which a telephone says that a call cannot go on (reorder tone: 480 and 620 Hz, a quarter of a second on and off), for a
/// call in which nobody is left to say it in words.
/// </summary>
internal static class FailureTone
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(250);
    private const int Beats = 6;
    private const double Loudness = 0.12 * short.MaxValue;

    /// <summary>Three beats of it, with no words.</summary>
    public static PreparedSpeech In(AudioFormat format) =>
        new(SpokenLine.AsWritten(string.Empty), [.. Enumerable.Range(0, Beats).Select(beat => new SpokenAudio(new AudioFrame(Sound(format, isOn: beat % 2 == 0), format), []))]);

    private static byte[] Sound(AudioFormat format, bool isOn)
    {
        var bytes = new byte[format.BytesFor(Beat)];
        for (var i = 0; i < bytes.Length / format.BytesPerSample; i++)
        {
            var at = 2 * Math.PI * i / format.SampleRate;
            var sample = (short)(isOn ? Loudness * (Math.Sin(480 * at) + Math.Sin(620 * at)) : 0);
            switch (format.Encoding)
            {
                case AudioEncoding.Mulaw:
                    bytes[i] = G711.EncodeMulaw(sample);
                    break;
                case AudioEncoding.Alaw:
                    bytes[i] = G711.EncodeAlaw(sample);
                    break;
                default:
                    BitConverter.TryWriteBytes(bytes.AsSpan(2 * i), sample);
                    break;
            }
        }

        return bytes;
    }
}
