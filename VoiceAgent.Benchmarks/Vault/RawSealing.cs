using System.Security.Cryptography;

namespace VoiceAgent.Benchmarks.Vault;

/// <summary>
/// What the vault cannot be quicker than: the cipher and the keyed hash over texts of the same length that are already there, into memory
/// that is already there, with a nonce that is already there.
/// </summary>
internal sealed unsafe class RawSealing(int secretLength, int contextLength)
{
    private const int NonceSize = 24;
    private const int TagSize = 16;
    private const int KeySize = 32;

    private readonly byte[] _encryptionKey = Random(KeySize);
    private readonly byte[] _commitmentKey = Random(KeySize);
    private readonly byte[] _nonce = Random(NonceSize);
    private readonly byte[] _context = Random(contextLength);
    private readonly byte[] _secret = Random(secretLength);
    private readonly byte[] _opened = new byte[secretLength];
    private readonly byte[] _ciphertext = new byte[secretLength + TagSize];
    private readonly byte[] _committed = new byte[contextLength + NonceSize + TagSize];
    private readonly byte[] _commitment = new byte[KeySize];
    private readonly byte[] _check = new byte[KeySize];

    public void Seal()
    {
        fixed (byte* c = _ciphertext, m = _secret, ad = _context, n = _nonce, k = _encryptionKey, text = _committed, ck = _commitmentKey, cm = _commitment)
        {
            ulong length;
            _ = Libsodium.crypto_aead_xchacha20poly1305_ietf_encrypt(c, &length, m, (ulong)_secret.Length, ad, (ulong)_context.Length, null, n, k);
            _ = Libsodium.crypto_generichash_blake2b(cm, KeySize, text, (ulong)_committed.Length, ck, KeySize);
        }
    }

    public bool Open()
    {
        fixed (byte* c = _ciphertext, m = _opened, ad = _context, n = _nonce, k = _encryptionKey, text = _committed, ck = _commitmentKey, cm = _commitment, check = _check)
        {
            ulong length;
            _ = Libsodium.crypto_generichash_blake2b(check, KeySize, text, (ulong)_committed.Length, ck, KeySize);
            return Libsodium.crypto_verify_32(check, cm) == 0
                && Libsodium.crypto_aead_xchacha20poly1305_ietf_decrypt(m, &length, null, c, (ulong)_ciphertext.Length, ad, (ulong)_context.Length, n, k) == 0;
        }
    }

    private static byte[] Random(int length) => RandomNumberGenerator.GetBytes(length);
}
