using System.Buffers.Binary;

namespace VoiceAgent.Core.Audio;

/// <summary>
/// Writes samples as a RIFF/WAVE file (Multimedia Programming Interface and Data Specifications 1.0, IBM and Microsoft 1991): mono, 16-bit
/// little-endian, a header of 44 bytes.
/// </summary>
public static class WavFile
{
    private const int HeaderBytes = 44;

    /// <param name="samples">Of <see cref="AudioEncoding.Linear16"/>.</param>
    /// <param name="sampleRate">In hertz.</param>
    public static byte[] Write(ReadOnlySpan<byte> samples, int sampleRate)
    {
        var file = new byte[HeaderBytes + samples.Length];
        var header = file.AsSpan();
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], file.Length - 8);
        "WAVEfmt "u8.CopyTo(header[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(header[20..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(header[22..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(header[24..], sampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(header[28..], sampleRate * 2);
        BinaryPrimitives.WriteInt16LittleEndian(header[32..], 2);
        BinaryPrimitives.WriteInt16LittleEndian(header[34..], 16);
        "data"u8.CopyTo(header[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[40..], samples.Length);
        samples.CopyTo(header[HeaderBytes..]);
        return file;
    }
}
