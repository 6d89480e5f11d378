using System.Runtime.InteropServices;
using System.Security.Cryptography;
using NSec.Cryptography;
using VoiceAgent.Core.Keys.Roots;
using VoiceAgent.Core.Keys.Sealing;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Keys;

/// <summary>
/// Seals and opens secrets (key-vault specification, section 1.1).
/// <para>Cipher: XChaCha20-Poly1305 (libsodium through NSec), 32-byte key, fresh random 24-byte nonce, 16-byte tag. The associated data
/// (<see cref="SealContext"/>) binds a ciphertext to its place. Commitment: keyed BLAKE2b-256 over associated data, nonce and tag,
/// compared in constant time before anything is decrypted. A secret names the root key that sealed it; no other is tried.</para>
/// <para>Any number of threads may use it. Opening allocates nothing but its result.</para>
/// </summary>
public sealed class KeyVault : IVaultStatus, IDisposable
{
    /// <summary>Value of <see cref="SealedSecret.Version"/>.</summary>
    public const byte FormatVersion = 1;

    /// <summary>Value of <see cref="SealedSecret.Algorithm"/>.</summary>
    public const byte XChaCha20Poly1305WithCommitment = 1;

    /// <summary>Longest provider key, in bytes.</summary>
    public const int MaxKeyLength = 512;

    private const int NonceSize = Nonces.Size;
    private const int TagSize = 16;
    private const int CommitmentSize = 32;
    private const int FingerprintSize = 16;
    private const int MaxHostLength = 300;
    private const int ScratchSize = SealContext.MaxSize + NonceSize + TagSize;

    private readonly DestinationHashes _destinations = new();
    private volatile VaultState _state = new("The vault has not been opened yet.");
    private volatile RootKeyRing? _ring;

    public VaultState State => _state;

    /// <summary>Id of the root key that seals now; null while the vault is locked.</summary>
    public string? ActiveRootKeyId => _ring?.Active.Id;

    private RootKeyRing Ring => _ring ?? throw new VaultLockedException(_state.LockedBecause ?? "The vault is closed.");

    /// <summary>Throws <see cref="VaultLockedException"/> while the vault is locked.</summary>
    public void EnsureOpen() => _ = Ring;

    /// <summary>Whether the root key is loaded, so that what it sealed can be opened. Throws <see cref="VaultLockedException"/> while the vault is locked.</summary>
    public bool Has(string rootKeyId) => Ring.Find(rootKeyId) is not null;

    /// <summary>Whether what this root key sealed is to be sealed anew by the active one.</summary>
    public bool IsOutgoing(string rootKeyId) => Ring.Outgoing.Contains(rootKeyId);

    /// <summary>
    /// Whether the root key is one that storage knows and this server has not loaded yet, so that what it sealed cannot be judged here.
    /// </summary>
    public bool IsAwaited(string rootKeyId) => Ring.Awaited.Contains(rootKeyId);

    /// <summary>Seals a provider key for its place. At most <see cref="MaxKeyLength"/> bytes.</summary>
    public SealedSecret Seal(in KeyBinding binding, ReadOnlySpan<byte> secret)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(secret.Length, MaxKeyLength, nameof(secret));
        ArgumentOutOfRangeException.ThrowIfEqual(IsWellFormed(binding), false, nameof(binding));
        var root = Ring.Active;
        Span<byte> scratch = stackalloc byte[ScratchSize];
        return Seal(root, secret, scratch, SealContext.Write(scratch, root, binding, _destinations));
    }

    /// <summary>Seals a secret of the server itself for a purpose, a constant such as <c>dataprotection/ring</c>.</summary>
    public SealedSecret Seal(string purpose, ReadOnlySpan<byte> secret)
    {
        var root = Ring.Active;
        Span<byte> scratch = stackalloc byte[ScratchSize];
        return Seal(root, secret, scratch, SealContext.Write(scratch, root, purpose));
    }

    /// <summary>The key, which the caller zeroes; null when the secret was not sealed for this place by a loaded root key.</summary>
    public byte[]? Open(in KeyBinding binding, SealedSecret secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        if (secret.Ciphertext is not { Length: >= TagSize and <= MaxKeyLength + TagSize })
        {
            EnsureOpen();
            return null;
        }

        var opened = NewSecret(secret.Ciphertext.Length - TagSize);
        return TryOpen(binding, secret, opened, out _) ? opened : null;
    }

    /// <summary>Opens into the caller's memory, which must hold the key's length.</summary>
    /// <param name="opened">Holds the key's bytes only when the answer is true.</param>
    /// <param name="written">Length of the key.</param>
    public bool TryOpen(in KeyBinding binding, SealedSecret secret, Span<byte> opened, out int written)
    {
        ArgumentNullException.ThrowIfNull(secret);
        written = 0;
        var root = Ring.Find(secret.RootKeyId);
        if (root is null || !IsWellFormed(binding) || !IsWellFormed(secret))
        {
            return false;
        }

        Span<byte> scratch = stackalloc byte[ScratchSize];
        if (!TryOpen(root, secret, scratch, SealContext.Write(scratch, root, binding, _destinations), opened))
        {
            return false;
        }

        written = secret.Ciphertext.Length - TagSize;
        return true;
    }

    /// <summary>The server's secret, which the caller zeroes; null when it was not sealed for this purpose by a loaded root key.</summary>
    public byte[]? Open(string purpose, SealedSecret secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        var root = Ring.Find(secret.RootKeyId);
        if (root is null || !IsWellFormed(secret))
        {
            return null;
        }

        Span<byte> scratch = stackalloc byte[ScratchSize];
        var opened = NewSecret(secret.Ciphertext.Length - TagSize);
        return TryOpen(root, secret, scratch, SealContext.Write(scratch, root, purpose), opened) ? opened : null;
    }

    /// <summary>
    /// Keyed BLAKE2b-128 of provider and key, under the active root key: equal for equal keys, useless to whoever has only the storage.
    /// </summary>
    public byte[] Fingerprint(ProviderName provider, ReadOnlySpan<byte> secret)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(secret.Length, MaxKeyLength, nameof(secret));
        Span<byte> text = stackalloc byte[MaxKeyLength + RootKey.MaxIdLength];
        var length = SealContext.WriteFingerprint(text, provider, secret);
        var fingerprint = new byte[FingerprintSize];
        MacAlgorithm.Blake2b_128.Mac(Ring.Active.Fingerprint, text[..length], fingerprint);
        CryptographicOperations.ZeroMemory(text);
        return fingerprint;
    }

    public void Dispose()
    {
        var ring = _ring;
        Lock("The vault is closed.");
        ring?.Dispose();
    }

    /// <summary>
    /// Opens the vault, or replaces the ring while it is open: what begins after that uses the new one. A replaced ring is not disposed,
    /// because operations may be using it.
    /// </summary>
    /// <param name="ring">Disposed with the vault when it is the last one.</param>
    /// <param name="warning">See <see cref="VaultState.Warning"/>.</param>
    internal void Open(RootKeyRing ring, string? warning = null)
    {
        _ring = ring;
        _state = warning is null ? VaultState.Open : VaultState.Open with { Warning = warning };
    }

    internal void Lock(string reason)
    {
        _state = new VaultState(reason);
        _ring = null;
    }

    private static SealedSecret Seal(RootKey root, ReadOnlySpan<byte> secret, Span<byte> scratch, int contextLength)
    {
        var nonce = new byte[NonceSize];
        Nonces.Take(nonce);
        var ciphertext = new byte[secret.Length + TagSize];
        AeadAlgorithm.XChaCha20Poly1305.Encrypt(root.Encryption, nonce, scratch[..contextLength], secret, ciphertext);
        var commitment = new byte[CommitmentSize];
        MacAlgorithm.Blake2b_256.Mac(root.Commitment, Committed(scratch, contextLength, nonce, ciphertext), commitment);
        return new SealedSecret(FormatVersion, XChaCha20Poly1305WithCommitment, root.Id, nonce, ciphertext, commitment);
    }

    private static bool TryOpen(RootKey root, SealedSecret secret, Span<byte> scratch, int contextLength, Span<byte> opened)
    {
        var length = secret.Ciphertext.Length - TagSize;
        ArgumentOutOfRangeException.ThrowIfLessThan(opened.Length, length, nameof(opened));
        var committed = Committed(scratch, contextLength, secret.Nonce, secret.Ciphertext);
        Span<byte> expected = stackalloc byte[CommitmentSize];
        MacAlgorithm.Blake2b_256.Mac(root.Commitment, committed, expected);
        return AreEqual(expected, secret.Commitment)
            && AeadAlgorithm.XChaCha20Poly1305.Decrypt(
                root.Encryption, secret.Nonce, scratch[..contextLength], secret.Ciphertext, opened[..length]);
    }

    /// <summary>
    /// Compares commitments in a time that does not depend on them: every word is looked at and only the sum of all differences decides.
    /// The general comparisons of NSec and .NET do the same byte by byte and take a tenth of the whole opening.
    /// </summary>
    private static bool AreEqual(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var one = MemoryMarshal.Cast<byte, ulong>(left[..CommitmentSize]);
        var other = MemoryMarshal.Cast<byte, ulong>(right[..CommitmentSize]);
        return ((one[0] ^ other[0]) | (one[1] ^ other[1]) | (one[2] ^ other[2]) | (one[3] ^ other[3])) == 0;
    }

    /// <summary>Puts nonce and tag behind the context that is already in <paramref name="scratch"/>.</summary>
    private static ReadOnlySpan<byte> Committed(Span<byte> scratch, int contextLength, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> ciphertext)
    {
        nonce.CopyTo(scratch[contextLength..]);
        ciphertext[^TagSize..].CopyTo(scratch[(contextLength + NonceSize)..]);
        return scratch[..(contextLength + NonceSize + TagSize)];
    }

    private static bool IsWellFormed(SealedSecret secret) =>
        secret is
        {
            Version: FormatVersion,
            Algorithm: XChaCha20Poly1305WithCommitment,
            Nonce.Length: NonceSize,
            Ciphertext.Length: >= TagSize,
            Commitment.Length: CommitmentSize,
        };

    private static bool IsWellFormed(in KeyBinding binding) =>
        SealContext.IsProvider(binding.Provider)
        && binding.Destination is
        {
            Host.Length: <= MaxHostLength,
            WebhookPublicKey: null or { Length: <= MaxHostLength },
            Region: null or { Length: <= ProviderRegion.MaxIdLength },
        };

    /// <summary>Pinned, so that the collector leaves no copy behind when it moves memory.</summary>
    private static byte[] NewSecret(int length) => GC.AllocateUninitializedArray<byte>(length, pinned: true);
}
