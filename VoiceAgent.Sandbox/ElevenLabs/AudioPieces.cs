using VoiceAgent.Sandbox.Voices;

namespace VoiceAgent.Sandbox.ElevenLabs;

/// <summary>A part of generated audio.</summary>
/// <param name="Bytes">As the output format has it; may begin or end in the middle of a sample.</param>
internal readonly record struct AudioPiece(ReadOnlyMemory<byte> Bytes, TimeSpan Start, TimeSpan End)
{
    public TimeSpan Duration => End - Start;
}

/// <summary>Cuts generated audio into pieces of uneven size, as the real service does: nobody may rely on whole frames or samples.</summary>
internal static class AudioPieces
{
    private static readonly double[] Seconds = [0.19, 0.31, 0.43, 0.37];

    public static IEnumerable<AudioPiece> Of(SynthesizedSpeech speech, OutputFormat format) =>
        Of(format.Encode(speech.Samples), format.Audio.SampleRate * format.Audio.BytesPerSample);

    public static IEnumerable<AudioPiece> Of(byte[] bytes, int perSecond)
    {
        var start = 0;
        for (var count = 0; start < bytes.Length; count++)
        {
            var length = Math.Min(((int)(Seconds[count % Seconds.Length] * perSecond)) | 1, bytes.Length - start);
            yield return new AudioPiece(bytes.AsMemory(start, length), Time(start, perSecond), Time(start + length, perSecond));
            start += length;
        }
    }

    private static TimeSpan Time(int bytes, int perSecond) => TimeSpan.FromSeconds((double)bytes / perSecond);
}
