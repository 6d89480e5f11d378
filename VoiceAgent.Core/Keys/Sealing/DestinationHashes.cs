using System.Text;
using NSec.Cryptography;

namespace VoiceAgent.Core.Keys.Sealing;

/// <summary>
/// BLAKE2b-256 of destinations. Most keys go to the same few, so the last ones are kept, each in a place that follows from its text: what
/// a tampered document brings can push out another one and nothing else.
/// </summary>
internal sealed class DestinationHashes
{
    public const int Size = 32;

    private const int Places = 1024;

    private readonly Known?[] _known = new Known?[Places];

    public void Write(Span<byte> hash, KeyDestination destination)
    {
        ref var place = ref _known[PlaceOf(destination)];
        var known = Volatile.Read(ref place);
        if (known is null || !known.Is(destination))
        {
            known = new Known(destination, Compute(destination));
            Volatile.Write(ref place, known);
        }

        known.Hash.CopyTo(hash);
    }

    private static int PlaceOf(KeyDestination destination)
    {
        var code = Mix(0, destination.Host);
        if (destination.WebhookPublicKey is { } publicKey)
        {
            code = Mix(code, publicKey);
        }

        return code & (Places - 1);
    }

    /// <summary>A few characters tell hosts and public keys apart; two that fall together only take turns.</summary>
    private static int Mix(int code, string text) => text.Length < 8
        ? (code * 31) + text.Length
        : (((code * 31) + text.Length + (text[4] << 5) + text[^7]) * 31) + (text[2] << 3) + text[7];

    private static byte[] Compute(KeyDestination destination)
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

        return HashAlgorithm.Blake2b_256.Hash(text);
    }

    private sealed record Known(KeyDestination Destination, byte[] Hash)
    {
        public bool Is(KeyDestination other) =>
            string.Equals(Destination.Host, other.Host, StringComparison.Ordinal)
            && string.Equals(Destination.WebhookPublicKey, other.WebhookPublicKey, StringComparison.Ordinal)
            && string.Equals(Destination.Region, other.Region, StringComparison.Ordinal);
    }
}
