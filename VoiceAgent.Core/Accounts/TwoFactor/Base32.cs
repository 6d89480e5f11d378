using System.Text;

namespace VoiceAgent.Core.Accounts.TwoFactor;

/// <summary>RFC 4648 base 32 without padding: the form in which authenticator apps take a key.</summary>
public static class Base32
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const int BitsPerCharacter = 5;

    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(((bytes.Length * 8) + BitsPerCharacter - 1) / BitsPerCharacter);
        var (buffer, bits) = (0, 0);
        foreach (var next in bytes)
        {
            buffer = (buffer << 8) | next;
            bits += 8;
            while (bits >= BitsPerCharacter)
            {
                bits -= BitsPerCharacter;
                text.Append(Alphabet[(buffer >> bits) & 31]);
            }

            buffer &= (1 << bits) - 1;
        }

        return bits == 0 ? text.ToString() : text.Append(Alphabet[(buffer << (BitsPerCharacter - bits)) & 31]).ToString();
    }
}
