using System.Text;
using NSec.Cryptography;
using VoiceAgent.Core.Keys.Sealing;

namespace VoiceAgent.Core.Keys.Roots;

/// <summary>
/// One 32-byte root key, as the sub-keys made from it by HKDF-SHA256 (RFC 5869, no salt) under distinct labels. The root itself is
/// not kept. Each sub-key is a page of locked memory, so a root is imported once and lives as long as the process.
/// </summary>
internal sealed class RootKey : IDisposable
{
    public const int Size = 32;

    /// <summary>Longest id, in ASCII characters.</summary>
    public const int MaxIdLength = 64;

    public RootKey(string id, ReadOnlySpan<byte> root)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(root.Length, Size);
        Id = id;
        var idBytes = Encoding.ASCII.GetBytes(id);
        StartOfKey = SealContext.StartOfKey(idBytes);
        StartOfServerSecret = SealContext.StartOfServerSecret(idBytes);
        Encryption = Derive(root, "voiceagent vault v1 enc"u8, AeadAlgorithm.XChaCha20Poly1305);
        Commitment = Derive(root, "voiceagent vault v1 commit"u8, MacAlgorithm.Blake2b_256);
        Fingerprint = Derive(root, "voiceagent vault v1 fp"u8, MacAlgorithm.Blake2b_128);
        using var check = Derive(root, "voiceagent vault v1 kcv"u8, MacAlgorithm.Blake2b_128);
        CheckValue = MacAlgorithm.Blake2b_128.Mac(check, "kcv"u8);
    }

    public string Id { get; }

    /// <summary>See <see cref="SealContext.StartOfKey"/>.</summary>
    public byte[] StartOfKey { get; }

    /// <summary>See <see cref="SealContext.StartOfServerSecret"/>.</summary>
    public byte[] StartOfServerSecret { get; }

    /// <summary>XChaCha20-Poly1305.</summary>
    public Key Encryption { get; }

    /// <summary>Keyed BLAKE2b-256.</summary>
    public Key Commitment { get; }

    /// <summary>Keyed BLAKE2b-128.</summary>
    public Key Fingerprint { get; }

    /// <summary>16 bytes that tell this root from another and nothing about it.</summary>
    public byte[] CheckValue { get; }

    public void Dispose()
    {
        Encryption.Dispose();
        Commitment.Dispose();
        Fingerprint.Dispose();
    }

    public override string ToString() => $"root key {Id} (hidden)";

    private static Key Derive(ReadOnlySpan<byte> root, ReadOnlySpan<byte> label, Algorithm algorithm) =>
        KeyDerivationAlgorithm.HkdfSha256.DeriveKey(root, [], label, algorithm);
}
