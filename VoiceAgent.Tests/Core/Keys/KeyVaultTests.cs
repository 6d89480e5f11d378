using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Tests.Core.Keys;

[Trait("Kind", "Unit")]
public sealed class KeyVaultTests : IDisposable
{
    private const string PublicKey = "ebVWLo/mVPlAeLES6KmLp5AfhTrmlb7X4OORC60ElmQ=";
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("KEY0123456789abcdef-an-invented-key");

    private readonly KeyVault _vault = TestVault.Open();
    private readonly KeyBinding _binding = new(AccountId.New(), KeyId.New(), ProviderName.Telnyx, 3, new KeyDestination("api.telnyx.com", PublicKey));

    public void Dispose() => _vault.Dispose();

    [Fact]
    public void Every_length_up_to_the_longest_key_opens_as_it_was_sealed()
    {
        for (var length = 0; length <= KeyVault.MaxKeyLength; length++)
        {
            var secret = RandomNumberGenerator.GetBytes(length);

            Assert.Equal(secret, _vault.Open(_binding, _vault.Seal(_binding, secret)));
        }
    }

    [Fact]
    public void A_longer_secret_is_no_provider_key()
    {
        var tooLong = new byte[KeyVault.MaxKeyLength + 1];

        Assert.Throws<ArgumentOutOfRangeException>(() => _vault.Seal(_binding, tooLong));
    }

    public static TheoryData<string> Places => ["account", "key", "provider", "generation", "host", "region", "other public key", "no public key", "empty public key"];

    [Theory]
    [MemberData(nameof(Places))]
    public void A_ciphertext_moved_to_another_place_does_not_open(string place)
    {
        var moved = place switch
        {
            "account" => _binding with { Account = AccountId.New() },
            "key" => _binding with { Key = KeyId.New() },
            "provider" => _binding with { Provider = ProviderName.OpenAI },
            "generation" => _binding with { Generation = 2 },
            "host" => _binding with { Destination = new KeyDestination("api.telnyx.com.example", PublicKey) },
            "other public key" => _binding with { Destination = new KeyDestination("api.telnyx.com", Convert.ToBase64String(new byte[32])) },
            "region" => _binding with { Destination = new KeyDestination("api.telnyx.com", PublicKey, "eu") },
            "no public key" => _binding with { Destination = new KeyDestination("api.telnyx.com") },
            "empty public key" => _binding with { Destination = new KeyDestination("api.telnyx.com", string.Empty) },
            _ => throw new ArgumentOutOfRangeException(nameof(place)),
        };
        var secret = _vault.Seal(_binding, Secret);

        Assert.Null(_vault.Open(moved, secret));
        Assert.Null(_vault.Open(_binding, _vault.Seal(moved, Secret)));
        Assert.Equal(Secret, _vault.Open(_binding, secret));
    }

    [Fact]
    public void Every_flipped_bit_of_the_envelope_is_noticed()
    {
        var secret = _vault.Seal(_binding, Secret);
        var flipped = Flips(secret.Nonce).Select(nonce => secret with { Nonce = nonce })
            .Concat(Flips(secret.Ciphertext).Select(ciphertext => secret with { Ciphertext = ciphertext }))
            .Concat(Flips(secret.Commitment).Select(commitment => secret with { Commitment = commitment }))
            .Concat(Flips([secret.Version]).Select(version => secret with { Version = version[0] }))
            .Concat(Flips([secret.Algorithm]).Select(algorithm => secret with { Algorithm = algorithm[0] }));

        var count = 0;
        foreach (var changed in flipped)
        {
            Assert.Null(_vault.Open(_binding, changed));
            count++;
        }

        Assert.Equal(8 * (24 + Secret.Length + 16 + 32 + 1 + 1), count);
    }

    [Fact]
    public void A_truncated_or_missing_part_of_the_envelope_does_not_open()
    {
        var secret = _vault.Seal(_binding, Secret);

        Assert.Null(_vault.Open(_binding, secret with { Nonce = secret.Nonce[..^1] }));
        Assert.Null(_vault.Open(_binding, secret with { Ciphertext = secret.Ciphertext[..^1] }));
        Assert.Null(_vault.Open(_binding, secret with { Ciphertext = secret.Ciphertext[..15] }));
        Assert.Null(_vault.Open(_binding, secret with { Ciphertext = new byte[100_000] }));
        Assert.Null(_vault.Open(_binding, secret with { Commitment = [] }));
        Assert.Null(_vault.Open(_binding, secret with { Nonce = null!, Commitment = null!, Ciphertext = null!, RootKeyId = null! }));
        Assert.Null(_vault.Open(_binding with { Destination = null! }, secret));
        Assert.Null(_vault.Open(_binding with { Destination = new KeyDestination(new string('h', 100_000)) }, secret));
    }

    [Fact]
    public void Only_the_root_key_that_a_secret_names_opens_it()
    {
        using var two = new KeyVault();
        two.Open(TestVault.Ring("new", ("new", 2), ("test", 1)));
        var old = _vault.Seal(_binding, Secret);
        var current = two.Seal(_binding, Secret);

        Assert.Equal("new", current.RootKeyId);
        Assert.Equal(Secret, two.Open(_binding, old));
        Assert.Null(two.Open(_binding, old with { RootKeyId = "new" }));
        Assert.Null(two.Open(_binding, current with { RootKeyId = "test" }));
        Assert.Null(_vault.Open(_binding, current));
    }

    [Fact]
    public void The_same_id_with_another_root_opens_nothing()
    {
        using var other = TestVault.Open(seed: 2);

        Assert.Null(other.Open(_binding, _vault.Seal(_binding, Secret)));
    }

    [Fact]
    public void A_million_seals_on_four_threads_have_a_million_nonces()
    {
        const int Threads = 4;
        const int Each = 250_000;
        var nonces = new UInt128[Threads * Each];
        var threads = Enumerable.Range(0, Threads).Select(thread => new Thread(() =>
        {
            for (var i = 0; i < Each; i++)
            {
                nonces[(thread * Each) + i] = MemoryMarshal.Read<UInt128>(_vault.Seal("nonces", []).Nonce);
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        Array.Sort(nonces);
        Assert.DoesNotContain(UInt128.Zero, nonces);
        Assert.Equal(0, Enumerable.Range(1, nonces.Length - 1).Count(i => nonces[i] == nonces[i - 1]));
    }

    [Fact]
    public void Sealing_allocates_nothing_but_its_result()
    {
        var secret = _vault.Seal(_binding, Secret);
        long Allocated(Func<SealedSecret> make)
        {
            for (var warmUp = 0; warmUp < 200; warmUp++)
            {
                make();
            }

            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1000; i++)
            {
                make();
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        var result = Allocated(() => secret with { Nonce = new byte[24], Ciphertext = new byte[Secret.Length + 16], Commitment = new byte[32] });

        Assert.Equal(result, Allocated(() => _vault.Seal(_binding, Secret)));
    }

    [Fact]
    public void No_way_into_the_vault_takes_a_nonce()
    {
        var parameters = typeof(KeyVault).GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            .Where(method => !method.IsPrivate)
            .SelectMany(method => method.GetParameters());

        Assert.DoesNotContain(parameters, parameter => parameter.Name!.Contains("nonce", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Opening_into_own_memory_allocates_nothing()
    {
        var hosted = _binding;
        var secret = _vault.Seal(hosted, Secret);
        Span<byte> opened = stackalloc byte[KeyVault.MaxKeyLength];
        for (var warmUp = 0; warmUp < 200; warmUp++)
        {
            Assert.True(_vault.TryOpen(hosted, secret, opened, out _));
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var all = true;
        for (var i = 0; i < 1000; i++)
        {
            all &= _vault.TryOpen(hosted, secret, opened, out var written) && written == Secret.Length;
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(all);
        Assert.Equal(Secret, opened[..Secret.Length].ToArray());
    }

    [Fact]
    public void A_server_secret_opens_for_its_purpose_only()
    {
        var large = RandomNumberGenerator.GetBytes(5000);
        var secret = _vault.Seal("dataprotection/ring", large);

        Assert.Equal(large, _vault.Open("dataprotection/ring", secret));
        Assert.Null(_vault.Open("dataprotection/other", secret));
        Assert.Null(_vault.Open(_binding, secret));
        Assert.Null(_vault.Open("dataprotection/ring", _vault.Seal(_binding, Secret)));
    }

    [Fact]
    public void Fingerprints_tell_the_same_key_of_the_same_provider_under_the_same_root()
    {
        using var other = TestVault.Open(seed: 2);
        var fingerprint = _vault.Fingerprint(ProviderName.OpenAI, Secret);

        Assert.Equal(16, fingerprint.Length);
        Assert.Equal(fingerprint, _vault.Fingerprint(ProviderName.OpenAI, Secret));
        Assert.NotEqual(fingerprint, _vault.Fingerprint(ProviderName.Grok, Secret));
        Assert.NotEqual(fingerprint, _vault.Fingerprint(ProviderName.OpenAI, Secret.AsSpan(1)));
        Assert.NotEqual(fingerprint, other.Fingerprint(ProviderName.OpenAI, Secret));
    }

    [Fact]
    public void A_locked_vault_refuses_and_says_why()
    {
        var secret = _vault.Seal(_binding, Secret);
        _vault.Lock("The file is gone.");

        Assert.Equal("The file is gone.", _vault.State.LockedBecause);
        Assert.Equal("The file is gone.", Assert.Throws<VaultLockedException>(() => _vault.Open(_binding, secret)).Message);
        Assert.Throws<VaultLockedException>(() => _vault.Seal(_binding, Secret));
        Assert.Throws<VaultLockedException>(() => _vault.Seal("purpose", Secret));
        Assert.Throws<VaultLockedException>(() => _vault.Fingerprint(ProviderName.OpenAI, Secret));
    }

    private static IEnumerable<byte[]> Flips(byte[] bytes)
    {
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var flipped = (byte[])bytes.Clone();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            yield return flipped;
        }
    }
}
