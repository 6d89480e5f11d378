using System.Runtime.InteropServices;

namespace VoiceAgent.Benchmarks.Vault;

/// <summary>The primitives of the very library that the vault uses, called without anything around them.</summary>
internal static unsafe partial class Libsodium
{
    [LibraryImport("libsodium")]
    [SuppressGCTransition]
    public static partial int crypto_aead_xchacha20poly1305_ietf_encrypt(
        byte* c, ulong* clen, byte* m, ulong mlen, byte* ad, ulong adlen, byte* nsec, byte* npub, byte* k);

    [LibraryImport("libsodium")]
    [SuppressGCTransition]
    public static partial int crypto_aead_xchacha20poly1305_ietf_decrypt(
        byte* m, ulong* mlen, byte* nsec, byte* c, ulong clen, byte* ad, ulong adlen, byte* npub, byte* k);

    [LibraryImport("libsodium")]
    [SuppressGCTransition]
    public static partial int crypto_generichash_blake2b(byte* hash, nuint hashlen, byte* text, ulong textlen, byte* key, nuint keylen);

    [LibraryImport("libsodium")]
    [SuppressGCTransition]
    public static partial int crypto_verify_32(byte* x, byte* y);
}
