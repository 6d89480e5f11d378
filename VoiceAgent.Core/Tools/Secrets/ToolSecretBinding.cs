using System.Buffers.Binary;
using System.Text;
using NSec.Cryptography;
using VoiceAgent.Core.Accounts;

namespace VoiceAgent.Core.Tools.Secrets;

/// <summary>
/// The place a tool's secret belongs to; moved to another it does not open. The vault seals for a purpose, which here is the hash of the
/// place:
/// <code>
/// purpose: "tool/" | first 56 hexadecimal digits of BLAKE2b-256( "bvt1" | lp(account) | lp(tool) | lp(host) | lp(header, lower case) )
/// lp(text) = u16 length in bytes, big-endian | UTF-8
/// </code>
/// </summary>
/// <param name="Account">Whose it is.</param>
/// <param name="Tool">Which tool.</param>
/// <param name="Host">Where it may be sent: host and port.</param>
/// <param name="Header">In which header.</param>
internal sealed record ToolSecretBinding(AccountId Account, string Tool, string Host, string Header)
{
    private const int Digits = 56;

    public string Purpose
    {
        get
        {
            using var text = new MemoryStream();
            text.Write("bvt1"u8);
            Span<byte> length = stackalloc byte[sizeof(ushort)];
            foreach (var part in (string[])[Account.ToString(), Tool, Host, Header.ToLowerInvariant()])
            {
                var bytes = Encoding.UTF8.GetBytes(part);
                BinaryPrimitives.WriteUInt16BigEndian(length, checked((ushort)bytes.Length));
                text.Write(length);
                text.Write(bytes);
            }

            return $"tool/{Convert.ToHexStringLower(HashAlgorithm.Blake2b_256.Hash(text.ToArray()))[..Digits]}";
        }
    }
}
