using System.Collections.Frozen;

namespace VoiceAgent.Core.Accounts;

/// <summary>
/// Passwords of twelve and more characters that are tried first: runs of keys, repetitions, and a common word with digits and signs
/// around it, also with the usual replacements of letters (<c>P@ssw0rd2026!</c>).
/// </summary>
public static class CommonPasswords
{
    private const int FewestDifferentCharacters = 4;

    private static readonly string[] KeyRuns =
    [
        "12345678901234567890", "01234567890123456789", "98765432109876543210", "09876543210987654321",
        "abcdefghijklmnopqrstuvwxyz", "zyxwvutsrqponmlkjihgfedcba",
        "qwertyuiopasdfghjklzxcvbnm", "qwertzuiopasdfghjklyxcvbnm", "azertyuiopqsdfghjklmwxcvbn",
        "1qaz2wsx3edc4rfv5tgb6yhn", "1q2w3e4r5t6y7u8i9o0p", "qazwsxedcrfvtgbyhnujm", "zaq12wsxcde34rfv", "q1w2e3r4t5y6u7i8o9p0",
    ];

    private static readonly FrozenSet<string> Words = new[]
    {
        "password", "passwort", "passphrase", "motdepasse", "contrasena", "passwordpassword", "qwerty", "qwertyuiop", "qwertz", "azerty",
        "asdfghjkl", "welcome", "willkommen", "letmein", "iloveyou", "admin", "administrator", "changeme", "default", "secret", "topsecret",
        "monkey", "dragon", "football", "baseball", "superman", "batman", "princess", "sunshine", "starwars", "trustno", "master", "shadow",
        "login", "test", "testtest", "user", "username", "abc", "abcd", "abcdef", "abcdefgh", "spring", "summer", "autumn", "winter",
        "voiceagent", "correcthorsebatterystaple", "mypassword", "newpassword", "yourpassword", "passwordadmin", "adminpassword",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static bool Contains(string password)
    {
        ArgumentNullException.ThrowIfNull(password);
        var lower = password.ToLowerInvariant();
        return lower.Distinct().Count() < FewestDifferentCharacters
            || KeyRuns.Any(run => run.Contains(lower, StringComparison.Ordinal))
            || IsRepetition(lower)
            || Words.Contains(WordIn(lower))
            || Words.Contains(WordIn(PlainLetters(lower)));
    }

    /// <summary><c>secretsecret</c>, <c>abc1abc1abc1</c>: found in its own doubling other than at the ends.</summary>
    private static bool IsRepetition(string text) => (text + text).IndexOf(text, 1, StringComparison.Ordinal) < text.Length;

    private static string WordIn(string text) => text.Trim([.. "0123456789!@#$%&*?.,;:-_+=/ "]);

    private static string PlainLetters(string text)
    {
        // Digits at the end are a year or a counter, not letters.
        var end = text.TrimEnd([.. "0123456789!?.#*"]);
        return end.Replace('0', 'o').Replace('1', 'i').Replace('3', 'e').Replace('4', 'a').Replace('5', 's').Replace('7', 't').Replace('@', 'a').Replace('$', 's');
    }
}
