namespace VoiceAgent.Sandbox.Load;

/// <summary>
/// What a 20 ms frame of a load caller carries in the low bits of ten of its mu-law bytes, which changes its loudness by less than a
/// step: who says it and when. The simulated recogniser reads it, so that every frame's way through the server is timed.
/// </summary>
/// <param name="Call">0 to 4095.</param>
/// <param name="Turn">0 to 255.</param>
/// <param name="Sequence">Frames of the call before this one, modulo 65536.</param>
/// <param name="IsSpeech">Whether the caller speaks in it.</param>
internal readonly record struct FrameTag(int Call, int Turn, int Sequence, bool IsSpeech)
{
    public const int FrameBytes = 160;
    public const int MostCalls = 4096;
    public const int MostTurns = 256;

    private const int Nibbles = 10;
    private const int Spacing = FrameBytes / Nibbles;
    private const int CheckBits = 3;

    public void Write(Span<byte> frame)
    {
        var value = ((ulong)(uint)Call << 25) | ((ulong)(uint)Turn << 17) | ((ulong)(uint)Sequence << 1) | (IsSpeech ? 1ul : 0ul);
        value = (value << CheckBits) | Check(value);
        for (var i = 0; i < Nibbles; i++)
        {
            ref var sample = ref frame[i * Spacing];
            sample = (byte)((sample & 0xF0u) | (uint)((value >> (4 * i)) & 0xF));
        }
    }

    /// <summary>False for a frame that carries none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> frame, out FrameTag tag)
    {
        var value = 0ul;
        for (var i = Nibbles - 1; i >= 0; i--)
        {
            value = (value << 4) | (frame[i * Spacing] & 0xFu);
        }

        var content = value >> CheckBits;
        tag = new FrameTag((int)(content >> 25) & 0xFFF, (int)(content >> 17) & 0xFF, (int)(content >> 1) & 0xFFFF, (content & 1) != 0);
        return Check(content) == (value & ((1 << CheckBits) - 1));
    }

    // Of silence, whose bits are all set, and of zeros it is wrong.
    private static ulong Check(ulong content) => ((content % 7) + 3) % 7;
}
