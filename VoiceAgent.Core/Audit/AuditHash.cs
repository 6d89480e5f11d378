using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using NSec.Cryptography;

namespace VoiceAgent.Core.Audit;

/// <summary>
/// The hash of an audit entry: BLAKE2b-256 over a canonical text of its parts, each with presence and length in front.
/// <code>
/// "bva1" | 32 B previous | p(chain) | p(sequence) | p(UTC ticks) | p(event) | p(actor kind) | p(user) | p(call) | p(address hash)
///        | p(user agent) | p(provider) | p(key id) | p(generation) | p(fingerprint) | p(result) | p(detail)
/// p(null) = 0, p(text) = 1 | u32 length in bytes, big-endian | UTF-8
/// </code>
/// </summary>
internal static class AuditHash
{
    public static byte[] Compute(AuditEntry entry)
    {
        using var text = new MemoryStream();
        text.Write("bva1"u8);
        text.Write(entry.Previous);
        foreach (var part in Parts(entry))
        {
            Write(text, part);
        }

        return HashAlgorithm.Blake2b_256.Hash(text.GetBuffer().AsSpan(0, (int)text.Length));
    }

    private static string?[] Parts(AuditEntry entry)
    {
        var what = entry.Event;
        return
        [
            entry.Chain,
            entry.Sequence.ToString(CultureInfo.InvariantCulture),
            entry.At.UtcTicks.ToString(CultureInfo.InvariantCulture),
            what.Name,
            what.Actor.Kind.ToString(),
            what.Actor.User?.ToString(),
            what.Actor.Call?.ToString(),
            what.Actor.AddressHash,
            what.Actor.UserAgent,
            what.Provider?.ToString(),
            what.Key?.ToString(),
            what.Generation?.ToString(CultureInfo.InvariantCulture),
            what.Fingerprint,
            what.Result,
            what.Detail,
        ];
    }

    private static void Write(MemoryStream text, string? part)
    {
        if (part is null)
        {
            text.WriteByte(0);
            return;
        }

        var bytes = Encoding.UTF8.GetBytes(part);
        Span<byte> length = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(length, (uint)bytes.Length);
        text.WriteByte(1);
        text.Write(length);
        text.Write(bytes);
    }
}
