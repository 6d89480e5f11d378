using System.Security.Cryptography;

namespace VoiceAgent.Core.Keys.Sealing;

/// <summary>
/// Fresh random nonces. The system's generator is asked for many at once, per thread, because asking costs more than sealing does; each is
/// handed out once and wiped from the block.
/// </summary>
internal static class Nonces
{
    /// <summary>Of XChaCha20-Poly1305: large enough that random ones never meet.</summary>
    public const int Size = 24;

    private const int InBlock = 170;

    [ThreadStatic]
    private static byte[]? _block;

    [ThreadStatic]
    private static int _left;

    public static void Take(Span<byte> nonce)
    {
        var block = _block ??= GC.AllocateUninitializedArray<byte>(InBlock * Size, pinned: true);
        if (_left == 0)
        {
            RandomNumberGenerator.Fill(block);
            _left = InBlock;
        }

        var fresh = block.AsSpan((_left - 1) * Size, Size);
        fresh.CopyTo(nonce);
        fresh.Clear();
        _left--;
    }
}
