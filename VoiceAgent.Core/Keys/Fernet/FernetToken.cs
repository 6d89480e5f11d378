using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace VoiceAgent.Core.Keys.Fernet;

/// <summary>
/// A Fernet token taken apart (github.com/fernet/spec, version 0x80). It says nothing of what is inside and needs no key.
/// <code>base64url( 0x80 | seconds since 1970, 8 bytes big-endian | IV, 16 bytes | AES-128-CBC, 16·n bytes | HMAC-SHA256, 32 bytes )</code>
/// Read leniently in three points, because stores differ in them: white space around the token, missing padding, and one more layer of
/// base64 around the whole token; strictly in everything else.
/// </summary>
internal sealed class FernetToken
{
    public const int MacSize = 32;
    private const byte Version = 0x80;
    private const int HeaderSize = 1 + sizeof(ulong);
    private const int BlockSize = 16;
    private const int Overhead = HeaderSize + BlockSize + MacSize;

    /// <summary>Longest text that is looked at: 64 KiB of token holds any key many times.</summary>
    private const int MaxLength = 64 * 1024;

    private readonly byte[] _raw;

    private FernetToken(byte[] raw) => _raw = raw;

    /// <summary>What the MAC is over.</summary>
    public ReadOnlySpan<byte> Signed => _raw.AsSpan(..^MacSize);

    public ReadOnlySpan<byte> Mac => _raw.AsSpan(^MacSize..);

    public ReadOnlySpan<byte> InitializationVector => _raw.AsSpan(HeaderSize, BlockSize);

    public ReadOnlySpan<byte> Ciphertext => _raw.AsSpan(HeaderSize + BlockSize, _raw.Length - Overhead);

    /// <summary>When it was made, as it says itself; the last moment there is when it says a later one.</summary>
    public DateTimeOffset WrittenAt
    {
        get
        {
            var seconds = BinaryPrimitives.ReadUInt64BigEndian(_raw.AsSpan(1));
            return seconds <= (ulong)DateTimeOffset.MaxValue.ToUnixTimeSeconds() ? DateTimeOffset.FromUnixTimeSeconds((long)seconds) : DateTimeOffset.MaxValue;
        }
    }

    /// <summary>SHA-256 of the token's bytes in hexadecimal: the same however the token is padded or wrapped.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(_raw));

    /// <summary>Null when the text is not built like a token.</summary>
    public static FernetToken? Parse(string? text)
    {
        var trimmed = text.AsSpan().Trim();
        if (trimmed.Length is 0 or > MaxLength || Decode(trimmed) is not { } raw)
        {
            return null;
        }

        if (raw is [not Version, ..] && Unwrap(raw) is { } inner)
        {
            raw = inner;
        }

        return raw is [Version, ..] && raw.Length >= Overhead + BlockSize && (raw.Length - Overhead) % BlockSize == 0 ? new FernetToken(raw) : null;
    }

    public override string ToString() => "Fernet token (hidden)";

    private static byte[]? Unwrap(byte[] outer) => Ascii.IsValid(outer) ? Decode(Encoding.ASCII.GetString(outer).AsSpan().Trim()) : null;

    /// <summary>Base64url with or without its padding; the outer layer of a wrapped token may use either alphabet.</summary>
    private static byte[]? Decode(ReadOnlySpan<char> text)
    {
        var digits = text.TrimEnd('=');
        if (text.Length - digits.Length > 2 || (text.Length > digits.Length && text.Length % 4 != 0))
        {
            return null;
        }

        var urlSafe = digits.ToString().Replace('+', '-').Replace('/', '_');
        if (urlSafe.Length % 4 == 1 || !urlSafe.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            return null;
        }

        var bytes = new byte[Base64Url.GetMaxDecodedLength(urlSafe.Length)];
        return Base64Url.DecodeFromChars(urlSafe, bytes, out _, out var written) is OperationStatus.Done ? bytes[..written] : null;
    }
}
