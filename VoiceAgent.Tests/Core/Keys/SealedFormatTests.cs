using System.Buffers.Binary;
using System.Text;
using NSec.Cryptography;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Tests.Core.Keys;

/// <summary>The format as the specification writes it, opened without the vault: stored keys must stay readable by a later version.</summary>
[Trait("Kind", "Unit")]
public sealed class SealedFormatTests
{
    private static readonly byte[] Root = TestVault.Root(7);

    [Fact]
    public void A_sealed_key_is_XChaCha20_Poly1305_over_the_specified_associated_data()
    {
        using var vault = TestVault.Open(seed: 7, id: "2026-11");
        var account = AccountId.From(Guid.Parse("00112233445566778899aabbccddeeff"));
        var key = KeyId.From(Guid.Parse("ffeeddccbbaa99887766554433221100"));
        var destination = new KeyDestination("api.telnyx.com", "cHVibGljIGtleQ==");
        var sealedKey = vault.Seal(new KeyBinding(account, key, ProviderName.Telnyx, 5, destination), "a key to be opened"u8);
        byte[] associated =
        [
            .. "bvk1"u8,
            1,
            1,
            .. Part("2026-11"),
            .. Part(Convert.FromHexString("00112233445566778899aabbccddeeff")),
            .. Part(Convert.FromHexString("ffeeddccbbaa99887766554433221100")),
            .. Part("Telnyx"),
            0,
            0,
            0,
            5,
            .. HashAlgorithm.Blake2b_256.Hash([.. Part("api.telnyx.com"), 1, .. Part("cHVibGljIGtleQ==")]),
        ];

        AssertOpens(sealedKey, associated, "a key to be opened");
    }

    [Fact]
    public void The_region_stands_at_the_end_of_the_destination()
    {
        using var vault = TestVault.Open(seed: 7, id: "2026-11");
        var binding = new KeyBinding(
            AccountId.From(Guid.Parse("00112233445566778899aabbccddeeff")),
            KeyId.From(Guid.Parse("ffeeddccbbaa99887766554433221100")),
            ProviderName.Deepgram,
            1,
            new KeyDestination("api.eu.deepgram.com", Region: "eu"));
        byte[] associated =
        [
            .. "bvk1"u8,
            1,
            1,
            .. Part("2026-11"),
            .. Part(Convert.FromHexString("00112233445566778899aabbccddeeff")),
            .. Part(Convert.FromHexString("ffeeddccbbaa99887766554433221100")),
            .. Part("Deepgram"),
            0,
            0,
            0,
            1,
            .. HashAlgorithm.Blake2b_256.Hash([.. Part("api.eu.deepgram.com"), 0, .. Part(string.Empty), .. Part("eu")]),
        ];

        AssertOpens(vault.Seal(binding, "a key to be opened"u8), associated, "a key to be opened");
        AssertOpens(vault.Seal(binding, "once more, known by now"u8), associated, "once more, known by now");
    }

    [Fact]
    public void A_sealed_server_secret_is_bound_to_its_purpose()
    {
        using var vault = TestVault.Open(seed: 7, id: "2026-11");

        AssertOpens(vault.Seal("dataprotection/ring", "<key/>"u8), [.. "bvp1"u8, 1, 1, .. Part("2026-11"), .. Part("dataprotection/ring")], "<key/>");
    }

    private static void AssertOpens(SealedSecret sealedKey, byte[] associated, string expected)
    {
        using var encryption = Key.Import(AeadAlgorithm.XChaCha20Poly1305, Derive("voiceagent vault v1 enc"), KeyBlobFormat.RawSymmetricKey);
        using var commitment = Key.Import(MacAlgorithm.Blake2b_256, Derive("voiceagent vault v1 commit"), KeyBlobFormat.RawSymmetricKey);

        var opened = AeadAlgorithm.XChaCha20Poly1305.Decrypt(encryption, sealedKey.Nonce, associated, sealedKey.Ciphertext);

        Assert.Equal(expected, Encoding.ASCII.GetString(opened!));
        Assert.Equal(MacAlgorithm.Blake2b_256.Mac(commitment, [.. associated, .. sealedKey.Nonce, .. sealedKey.Ciphertext[^16..]]), sealedKey.Commitment);
        Assert.Equal((1, 1, "2026-11"), (sealedKey.Version, sealedKey.Algorithm, sealedKey.RootKeyId));
    }

    private static byte[] Derive(string label) =>
        System.Security.Cryptography.HKDF.DeriveKey(System.Security.Cryptography.HashAlgorithmName.SHA256, Root, 32, salt: [], info: Encoding.ASCII.GetBytes(label));

    private static byte[] Part(string text) => Part(Encoding.ASCII.GetBytes(text));

    private static byte[] Part(byte[] part)
    {
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)part.Length);
        return [.. length, .. part];
    }
}
