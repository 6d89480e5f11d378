using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace VoiceAgent.Sandbox.Voices;

/// <summary>Reads a RIFF WAVE file of signed 16-bit mono samples, as the voice programs write it.</summary>
internal static class WavReader
{
    private const int RiffHeader = 12;
    private const int ChunkHeader = 8;

    /// <exception cref="InvalidDataException">It is no such file.</exception>
    public static (short[] Samples, int Rate) Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < RiffHeader || !file.StartsWith("RIFF"u8) || !file[8..].StartsWith("WAVE"u8))
        {
            throw new InvalidDataException("Not a WAVE file.");
        }

        var rate = 0;
        for (var rest = file[RiffHeader..]; rest.Length >= ChunkHeader;)
        {
            // A length beyond the end is written by programs that stream; what is there counts.
            var length = (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]), (uint)(rest.Length - ChunkHeader));
            var chunk = rest.Slice(ChunkHeader, length);
            if (rest.StartsWith("fmt "u8) && length >= 16)
            {
                rate = BinaryPrimitives.ReadInt32LittleEndian(chunk[4..]);
                if (BinaryPrimitives.ReadInt16LittleEndian(chunk) != 1 || BinaryPrimitives.ReadInt16LittleEndian(chunk[2..]) != 1
                    || BinaryPrimitives.ReadInt16LittleEndian(chunk[14..]) != 16 || rate is < 8000 or > 192_000)
                {
                    throw new InvalidDataException("Not signed 16-bit mono audio.");
                }
            }
            else if (rest.StartsWith("data"u8) && rate > 0)
            {
                return (MemoryMarshal.Cast<byte, short>(chunk[..(length & ~1)]).ToArray(), rate);
            }

            rest = rest[Math.Min(rest.Length, ChunkHeader + length + (length & 1))..];
        }

        throw new InvalidDataException("A WAVE file without audio.");
    }
}
