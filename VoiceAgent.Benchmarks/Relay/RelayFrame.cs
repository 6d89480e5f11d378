using System.Buffers.Binary;

namespace VoiceAgent.Benchmarks.Relay;

/// <summary>20 ms of G.711 whose first bytes say when it was sent.</summary>
internal static class RelayFrame
{
    public const int Bytes = 160;

    public static void Stamp(Span<byte> frame, long timestamp) => BinaryPrimitives.WriteInt64LittleEndian(frame, timestamp);

    public static long StampOf(ReadOnlySpan<byte> frame) => BinaryPrimitives.ReadInt64LittleEndian(frame);
}
