using System.Buffers.Binary;
using System.Text;
using VoiceAgent.Core.Keys.Roots;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Keys.Sealing;

/// <summary>
/// Writes the associated data of a sealed secret. Canonical: every variable part has its length in front (16 bits, big-endian), so two
/// different contexts never give the same bytes.
/// <code>
/// provider key:  "bvk1" | u8 version | u8 algorithm | lp(root key id) | lp(account) | lp(key id) | lp(provider) | u32 generation | 32 B BLAKE2b(destination)
/// server secret: "bvp1" | u8 version | u8 algorithm | lp(root key id) | lp(purpose)
/// destination:   lp(host) | u8 has public key | lp(webhook public key) [ | lp(region) ]
/// </code>
/// The region stands in a destination that has one: without it the bytes end before it.
/// </summary>
internal static class SealContext
{
    /// <summary>Room for the largest context.</summary>
    public const int MaxSize = 160;

    /// <summary>In ASCII characters.</summary>
    public const int MaxPurposeLength = 64;

    private const int IdSize = 16;

    /// <summary>Length and name of each provider, by its number.</summary>
    private static readonly byte[][] ProviderParts = [.. Enum.GetValues<ProviderName>().Select(name => Part(Encoding.ASCII.GetBytes(name.ToString())))];

    public static bool IsProvider(ProviderName provider) => (uint)provider < (uint)ProviderParts.Length;

    /// <summary>What the contexts of provider keys begin with, up to and with the root key's id.</summary>
    public static byte[] StartOfKey(ReadOnlySpan<byte> rootKeyId) => Start("bvk1"u8, rootKeyId);

    /// <summary>What the contexts of server secrets begin with, up to and with the root key's id.</summary>
    public static byte[] StartOfServerSecret(ReadOnlySpan<byte> rootKeyId) => Start("bvp1"u8, rootKeyId);

    public static int Write(Span<byte> buffer, RootKey root, in KeyBinding binding, DestinationHashes destinations)
    {
        var position = Copy(buffer, 0, root.StartOfKey);
        position = WriteId(buffer, position, binding.Account.Value);
        position = WriteId(buffer, position, binding.Key.Value);
        position = Copy(buffer, position, ProviderParts[(int)binding.Provider]);
        BinaryPrimitives.WriteInt32BigEndian(buffer[position..], binding.Generation);
        position += sizeof(int);
        destinations.Write(buffer.Slice(position, DestinationHashes.Size), binding.Destination);
        return position + DestinationHashes.Size;
    }

    public static int Write(Span<byte> buffer, RootKey root, string purpose)
    {
        ArgumentException.ThrowIfNullOrEmpty(purpose);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(purpose.Length, MaxPurposeLength, nameof(purpose));
        Span<byte> text = stackalloc byte[MaxPurposeLength];
        var position = Copy(buffer, 0, root.StartOfServerSecret);
        return WritePart(buffer, position, text[..Encoding.ASCII.GetBytes(purpose, text)]);
    }

    /// <summary>The bytes a fingerprint is made of.</summary>
    public static int WriteFingerprint(Span<byte> buffer, ProviderName provider, ReadOnlySpan<byte> secret)
    {
        var position = Copy(buffer, 0, ProviderParts[(int)provider]);
        secret.CopyTo(buffer[position..]);
        return position + secret.Length;
    }

    private static byte[] Start(ReadOnlySpan<byte> magic, ReadOnlySpan<byte> rootKeyId) =>
        [.. magic, KeyVault.FormatVersion, KeyVault.XChaCha20Poly1305WithCommitment, .. Part(rootKeyId)];

    private static byte[] Part(ReadOnlySpan<byte> part)
    {
        var text = new byte[sizeof(ushort) + part.Length];
        WritePart(text, 0, part);
        return text;
    }

    private static int WriteId(Span<byte> buffer, int position, Guid id)
    {
        BinaryPrimitives.WriteUInt16BigEndian(buffer[position..], IdSize);
        id.TryWriteBytes(buffer[(position + sizeof(ushort))..], bigEndian: true, out _);
        return position + sizeof(ushort) + IdSize;
    }

    private static int Copy(Span<byte> buffer, int position, byte[] text)
    {
        text.CopyTo(buffer[position..]);
        return position + text.Length;
    }

    public static int WritePart(Span<byte> buffer, int position, ReadOnlySpan<byte> part)
    {
        BinaryPrimitives.WriteUInt16BigEndian(buffer[position..], checked((ushort)part.Length));
        part.CopyTo(buffer[(position + sizeof(ushort))..]);
        return position + sizeof(ushort) + part.Length;
    }
}
