using System.Security.Cryptography;
using System.Text;

namespace VoiceAgent.Core.Accounts.TwoFactor;

/// <summary>
/// Codes for the day the authenticator is lost: 80 random bits each, so that a plain hash of them cannot be searched, in an alphabet
/// without letters that look alike. Case, dashes and spaces do not count.
/// </summary>
public static class RecoveryCodes
{
    /// <summary>How many a user gets at a time.</summary>
    public const int Count = 10;

    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int Length = 16;
    private const int GroupLength = 4;

    /// <summary>Such as <c>k3v9-x2mp-7hqd-w4rt</c>.</summary>
    public static string New()
    {
        var characters = RandomNumberGenerator.GetItems<char>(Alphabet, Length);
        return string.Join('-', characters.Chunk(GroupLength).Select(group => new string(group)));
    }

    /// <summary>Whether this can be a recovery code at all, as opposed to the six digits of an app.</summary>
    public static bool IsLike(string? typed) => typed is not null && Plain(typed).Length == Length;

    /// <summary>What is stored. Bound to the user, so that the same code of two users has two hashes.</summary>
    public static string HashOf(UserId user, string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{user}:{Plain(code)}")));
    }

    private static string Plain(string code) =>
        code.Length > 64 ? string.Empty : string.Concat(code.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
}
