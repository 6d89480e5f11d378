namespace VoiceAgent.Core.Audio;

/// <summary>How samples are written as bytes.</summary>
public enum AudioEncoding
{
    /// <summary>G.711 mu-law, one byte a sample (carriers call it PCMU).</summary>
    Mulaw,

    /// <summary>G.711 A-law, one byte a sample (carriers call it PCMA).</summary>
    Alaw,

    /// <summary>Signed 16-bit little-endian samples.</summary>
    Linear16,
}

/// <summary>Encoding and rate of a mono audio stream.</summary>
/// <param name="Encoding">How a sample is written.</param>
/// <param name="SampleRate">Samples a second, in hertz.</param>
public readonly record struct AudioFormat(AudioEncoding Encoding, int SampleRate)
{
    /// <summary>The telephone's mu-law at 8 kHz: 160 bytes are 20 ms.</summary>
    public static AudioFormat Pcmu { get; } = new(AudioEncoding.Mulaw, 8000);

    /// <summary>The telephone's A-law at 8 kHz, as calls from Europe arrive: 160 bytes are 20 ms.</summary>
    public static AudioFormat Pcma { get; } = new(AudioEncoding.Alaw, 8000);

    /// <summary>The first of the samples, as 16-bit linear.</summary>
    public short Decode(ReadOnlySpan<byte> samples) => Encoding switch
    {
        AudioEncoding.Mulaw => G711.DecodeMulaw(samples[0]),
        AudioEncoding.Alaw => G711.DecodeAlaw(samples[0]),
        _ => System.Buffers.Binary.BinaryPrimitives.ReadInt16LittleEndian(samples),
    };

    public int BytesPerSample => Encoding is AudioEncoding.Linear16 ? 2 : 1;

    /// <summary>The byte that is silence when repeated.</summary>
    public byte SilenceByte => Encoding switch
    {
        AudioEncoding.Mulaw => 0xFF,
        AudioEncoding.Alaw => 0xD5,
        _ => 0,
    };

    /// <summary>Bytes that hold <paramref name="duration"/> of audio, whole samples only.</summary>
    public int BytesFor(TimeSpan duration) => (int)(duration.Ticks * SampleRate / TimeSpan.TicksPerSecond) * BytesPerSample;

    /// <summary>How long <paramref name="bytes"/> bytes play.</summary>
    public TimeSpan DurationOf(int bytes) => new(bytes / BytesPerSample * TimeSpan.TicksPerSecond / SampleRate);
}
