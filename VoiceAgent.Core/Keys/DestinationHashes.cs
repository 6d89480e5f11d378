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

    private readonly ConcurrentDictionary<(string Host, string? Region), byte[]> _known = new();

    public void Write(Span<byte> hash, KeyDestination destination)
    {
        var place = (destination.Host, destination.Region);
        if (destination.WebhookPublicKey is null && _known.TryGetValue(place, out var known))
        {
            known.CopyTo(hash);
            return;
        }

        Compute(hash, destination);
        if (destination.WebhookPublicKey is null && _known.Count < MaxKnownHosts)
        {
            _known.TryAdd(place, hash.ToArray());
        }
    }

    private static void Compute(Span<byte> hash, KeyDestination destination)
    {
        var host = Encoding.UTF8.GetBytes(destination.Host);
        var publicKey = Encoding.UTF8.GetBytes(destination.WebhookPublicKey ?? string.Empty);
        var region = destination.Region is null ? null : Encoding.UTF8.GetBytes(destination.Region);
        var text = new byte[host.Length + publicKey.Length + (2 * sizeof(ushort)) + 1 + (region is null ? 0 : sizeof(ushort) + region.Length)];
        var position = SealContext.WritePart(text, 0, host);
        text[position] = destination.WebhookPublicKey is null ? (byte)0 : (byte)1;
        position = SealContext.WritePart(text, position + 1, publicKey);
        if (region is not null)
        {
            SealContext.WritePart(text, position, region);
        }

        HashAlgorithm.Blake2b_256.Hash(text, hash);
    }
}
