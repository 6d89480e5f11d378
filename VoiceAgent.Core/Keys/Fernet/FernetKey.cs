using System.Security.Cryptography;

namespace VoiceAgent.Core.Keys.Fernet;

/// <summary>
/// A Fernet key: 16 bytes sign (HMAC-SHA256), 16 bytes encrypt (AES-128-CBC, PKCS#7). Opens tokens and makes none. The MAC is compared in
/// constant time before anything is decrypted, and every failure is the same null after the same work: neither a wrong key, a damaged
/// token nor wrong padding can be told apart.
/// </summary>
internal sealed class FernetKey : IDisposable
{
    public const int Size = 32;
    private const int Half = Size / 2;
    private const int BlockSize = 16;

    private readonly byte[] _key = GC.AllocateUninitializedArray<byte>(Size, pinned: true);
    private bool _disposed;

    /// <summary>Copies the 32 bytes; the caller zeroes its own.</summary>
    public FernetKey(ReadOnlySpan<byte> key)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, Size, nameof(key));
        key.CopyTo(_key);
    }

    /// <summary>What is inside, for the caller to zero; null when the token does not open with this key. Its age does not matter.</summary>
    public byte[]? Open(FernetToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        ObjectDisposedException.ThrowIf(_disposed, this);
        Span<byte> mac = stackalloc byte[FernetToken.MacSize];
        HMACSHA256.HashData(_key.AsSpan(0, Half), token.Signed, mac);
        return CryptographicOperations.FixedTimeEquals(mac, token.Mac) ? Decrypt(token) : null;
    }

    /// <summary>Whether the token opens; keeps nothing of what is inside.</summary>
    public bool Opens(FernetToken token)
    {
        if (Open(token) is not { } text)
        {
            return false;
        }

        CryptographicOperations.ZeroMemory(text);
        return true;
    }

    public void Dispose()
    {
        _disposed = true;
        CryptographicOperations.ZeroMemory(_key);
    }

    public override string ToString() => "Fernet key (hidden)";

    private byte[]? Decrypt(FernetToken token)
    {
        using var aes = Aes.Create();
        aes.SetKey(_key.AsSpan(Half));
        var padded = new byte[token.Ciphertext.Length];
        aes.DecryptCbc(token.Ciphertext, token.InitializationVector, padded, PaddingMode.None);
        var length = LengthWithoutPadding(padded);
        var text = length < 0 ? null : padded[..length];
        CryptographicOperations.ZeroMemory(padded);
        return text;
    }

    /// <summary>PKCS#7, read without branching on its bytes; -1 when it is wrong.</summary>
    private static int LengthWithoutPadding(ReadOnlySpan<byte> padded)
    {
        int count = padded[^1];
        var wrong = ((count - 1) >> 31) | ((BlockSize - count) >> 31);
        for (var i = 1; i <= BlockSize; i++)
        {
            var isPadding = (i - count - 1) >> 31;
            wrong |= isPadding & (padded[^i] ^ count);
        }

        return wrong == 0 ? padded.Length - count : -1;
    }
}
