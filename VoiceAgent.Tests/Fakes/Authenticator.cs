using VoiceAgent.Core.Accounts.TwoFactor;

namespace VoiceAgent.Tests.Fakes;

/// <summary>An authenticator app that was given a key as a user types it.</summary>
public sealed class Authenticator(string typedKey, TimeProvider time)
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private readonly byte[] _key = Decode(typedKey);

    /// <summary>The code it shows now.</summary>
    public string Code => CodeOf(0);

    /// <summary>A code it never shows around now.</summary>
    public string WrongCode
    {
        get
        {
            string[] shown = [CodeOf(-1), CodeOf(0), CodeOf(1), CodeOf(2)];
            return new[] { "000000", "111111", "222222", "333333", "444444" }.First(code => !shown.Contains(code));
        }
    }

    private string CodeOf(int steps) => Totp.CodeOf(_key, Totp.StepAt(time.GetUtcNow()) + steps);

    private static byte[] Decode(string text)
    {
        var bytes = new List<byte>();
        var (buffer, bits) = (0, 0);
        foreach (var character in text.Where(character => character != ' '))
        {
            buffer = (buffer << 5) | Alphabet.IndexOf(character, StringComparison.Ordinal);
            bits += 5;
            if (bits >= 8)
            {
                bits -= 8;
                bytes.Add((byte)(buffer >> bits));
                buffer &= (1 << bits) - 1;
            }
        }

        return [.. bytes];
    }
}
