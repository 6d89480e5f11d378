using System.Security.Cryptography;
using System.Text;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Keys.Roots;
using VoiceAgent.Core.Keys.Sealing;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Benchmarks.Vault;

/// <summary>
/// <c>vault [--json FILE|-]</c>: one provider key of 64 characters opened and sealed by the vault, beside the raw primitives in the same
/// run: short batches in turn, so that whatever else the machine does strikes all alike. The best batch of each counts; medians are given
/// beside it.
/// </summary>
internal static class VaultComparison
{
    private const int SecretLength = 64;
    private const int Batch = 1000;
    private const int Rounds = 400;
    private const int WarmUpRounds = 60;

    public static int Run(string[] options)
    {
        using var vault = new KeyVault();
        vault.Open(new RootKeyRing([new RootKey("2026-11", RandomNumberGenerator.GetBytes(RootKey.Size))], "2026-11"));
        var binding = new KeyBinding(AccountId.New(), KeyId.New(), ProviderName.OpenAI, 3, new KeyDestination("api.openai.com"));
        var secret = Encoding.ASCII.GetBytes(RandomNumberGenerator.GetHexString(SecretLength, lowercase: true));
        var stored = vault.Seal(binding, secret);

        // As a document that was read again: equal texts, but not the same objects.
        binding = binding with { Destination = new KeyDestination(new string(binding.Destination.Host.AsSpan())) };
        stored = stored with { RootKeyId = new string(stored.RootKeyId.AsSpan()) };
        var opened = new byte[SecretLength];
        var raw = new RawSealing(SecretLength, ContextLength(binding));
        raw.Seal();
        if (!raw.Open() || !vault.TryOpen(binding, stored, opened, out _))
        {
            throw new InvalidOperationException("What was sealed does not open.");
        }

        Action[] operations =
        [
            () => vault.TryOpen(binding, stored, opened, out _),
            () => raw.Open(),
            () => vault.Seal(binding, secret),
            raw.Seal,
            () => vault.Open(binding, stored),
        ];
        var times = Measure(operations);
        var (open, rawOpen, seal, rawSeal, openNew) = (times[0], times[1], times[2], times[3], times[4]);
        JsonTarget.Write(
            new
            {
                OpenNs = Math.Round(open[0], 1),
                RawOpenNs = Math.Round(rawOpen[0], 1),
                OpenRatio = Ratio(open[0], rawOpen[0]),
                SealNs = Math.Round(seal[0], 1),
                RawSealNs = Math.Round(rawSeal[0], 1),
                SealRatio = Ratio(seal[0], rawSeal[0]),
                AllocatedBytes = Extra(operations, binding, vault, secret, stored),
                OpenMedianRatio = Ratio(Median(open), Median(rawOpen)),
                SealMedianRatio = Ratio(Median(seal), Median(rawSeal)),
                OpenIntoNewArrayNs = Math.Round(openNew[0], 1),
            },
            options);
        return 0;
    }

    /// <summary>Nanoseconds per operation of each batch, the best first.</summary>
    private static double[][] Measure(Action[] operations)
    {
        var times = Array.ConvertAll(operations, _ => new double[Rounds]);
        for (var round = -WarmUpRounds; round < Rounds; round++)
        {
            for (var i = 0; i < operations.Length; i++)
            {
                var operation = operations[i];
                var began = TimeProvider.System.GetTimestamp();
                for (var n = 0; n < Batch; n++)
                {
                    operation();
                }

                var elapsed = TimeProvider.System.GetElapsedTime(began).TotalNanoseconds / Batch;
                if (round >= 0)
                {
                    times[i][round] = elapsed;
                }
            }
        }

        Array.ForEach(times, Array.Sort);
        return times;
    }

    /// <summary>Bytes allocated by one opening into given memory, one sealing and one opening together, without their results.</summary>
    private static long Extra(Action[] operations, KeyBinding binding, KeyVault vault, byte[] secret, SealedSecret stored)
    {
        SealedSecret? made = null;
        byte[]? array = null;
        var intoGiven = Allocated(operations[0]);
        var seal = Allocated(() => made = vault.Seal(binding, secret));
        var sealResult = Allocated(() => made = new SealedSecret(1, 1, stored.RootKeyId, new byte[stored.Nonce.Length], new byte[stored.Ciphertext.Length], new byte[stored.Commitment.Length]));
        var open = Allocated(() => array = vault.Open(binding, stored));
        var openResult = Allocated(() => array = new byte[SecretLength]);
        GC.KeepAlive(made);
        GC.KeepAlive(array);
        return intoGiven + (seal - sealResult) + (open - openResult);
    }

    /// <summary>Per operation; what the measuring itself allocates vanishes among so many.</summary>
    private static long Allocated(Action operation)
    {
        const int Times = 10_000;
        operation();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Times; i++)
        {
            operation();
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / Times;
    }

    private static int ContextLength(KeyBinding binding)
    {
        Span<byte> context = stackalloc byte[SealContext.MaxSize];
        using var root = new RootKey("2026-11", new byte[RootKey.Size]);
        return SealContext.Write(context, root, binding, new DestinationHashes());
    }

    private static double Ratio(double own, double raw) => Math.Round(own / raw, 3);

    private static double Median(double[] sorted) => sorted[sorted.Length / 2];
}
