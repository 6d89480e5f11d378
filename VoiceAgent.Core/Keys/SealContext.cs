using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Text;
using VoiceAgent.Core.Keys.Roots;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Keys;

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
    public const int MaxSize = 256;

    /// <summary>In ASCII characters.</summary>
    public const int MaxPurposeLength = 64;

    private const int IdSize = 16;

    private static readonly FrozenDictionary<ProviderName, byte[]> ProviderNames =
        Enum.GetValues<ProviderName>().ToFrozenDictionary(name => name, name => Encoding.ASCII.GetBytes(name.ToString()));

    public static int Write(Span<byte> buffer, RootKey root, in KeyBinding binding, DestinationHashes destinations)
    {
        Span<byte> id = stackalloc byte[IdSize];
        var position = WriteHeader(buffer, "bvk1"u8, root);
        binding.Account.Value.TryWriteBytes(id, bigEndian: true, out _);
        position = WritePart(buffer, position, id);
        binding.Key.Value.TryWriteBytes(id, bigEndian: true, out _);
        position = WritePart(buffer, position, id);
        position = WritePart(buffer, position, ProviderNames[binding.Provider]);
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
        var position = WriteHeader(buffer, "bvp1"u8, root);
        return WritePart(buffer, position, text[..Encoding.ASCII.GetBytes(purpose, text)]);
    }

    /// <summary>The bytes a fingerprint is made of.</summary>
    public static int WriteFingerprint(Span<byte> buffer, ProviderName provider, ReadOnlySpan<byte> secret)
    {
        var position = WritePart(buffer, 0, ProviderNames[provider]);
        secret.CopyTo(buffer[position..]);
        return position + secret.Length;
    }

    private static int WriteHeader(Span<byte> buffer, ReadOnlySpan<byte> magic, RootKey root)
    {
        magic.CopyTo(buffer);
        buffer[magic.Length] = KeyVault.FormatVersion;
        buffer[magic.Length + 1] = KeyVault.XChaCha20Poly1305WithCommitment;
        return WritePart(buffer, magic.Length + 2, root.IdBytes);
    }

    public static int WritePart(Span<byte> buffer, int position, ReadOnlySpan<byte> part)
    {
        BinaryPrimitives.WriteUInt16BigEndian(buffer[position..], checked((ushort)part.Length));
        part.CopyTo(buffer[(position + sizeof(ushort))..]);
        return position + sizeof(ushort) + part.Length;
    }
}
