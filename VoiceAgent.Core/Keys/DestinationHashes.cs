using System.Collections.Concurrent;
using System.Text;
using NSec.Cryptography;

namespace VoiceAgent.Core.Keys;

/// <summary>BLAKE2b-256 of destinations. Those without a public key are the same few for every key of every account, so they are kept.</summary>
internal sealed class DestinationHashes
{
    public const int Size = 32;

    /// <summary>Hosts come from the operator's settings; should a tampered document bring others, they are hashed each time.</summary>
    private const int MaxKnownHosts = 64;

    private readonly ConcurrentDictionary<string, byte[]> _knownHosts = new(StringComparer.Ordinal);

    public void Write(Span<byte> hash, KeyDestination destination)
    {
        if (destination.WebhookPublicKey is null && _knownHosts.TryGetValue(destination.Host, out var known))
        {
            known.CopyTo(hash);
            return;
        }

        Compute(hash, destination);
        if (destination.WebhookPublicKey is null && _knownHosts.Count < MaxKnownHosts)
        {
            _knownHosts.TryAdd(destination.Host, hash.ToArray());
        }
    }

    private static void Compute(Span<byte> hash, KeyDestination destination)
    {
        var host = Encoding.UTF8.GetBytes(destination.Host);
        var publicKey = Encoding.UTF8.GetBytes(destination.WebhookPublicKey ?? string.Empty);
        var text = new byte[host.Length + publicKey.Length + (2 * sizeof(ushort)) + 1];
        var position = SealContext.WritePart(text, 0, host);
        text[position] = destination.WebhookPublicKey is null ? (byte)0 : (byte)1;
        SealContext.WritePart(text, position + 1, publicKey);
        HashAlgorithm.Blake2b_256.Hash(text, hash);
    }
}
