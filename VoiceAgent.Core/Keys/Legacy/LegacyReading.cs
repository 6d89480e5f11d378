using System.Security.Cryptography;
using System.Text;
using VoiceAgent.Core.Keys.Fernet;
using VoiceAgent.Core.Keys.Intake;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Keys.Legacy;

/// <summary>What an entry holds once it is read; <see cref="Dispose"/> zeroes the key.</summary>
internal sealed class LegacyReading : IDisposable
{
    private LegacyReading(LegacyOutcome? problem, string? detail = null)
    {
        Problem = problem;
        Detail = detail;
    }

    /// <summary>Why there is no key; null when there is.</summary>
    public LegacyOutcome? Problem { get; }

    public string? Detail { get; }

    /// <summary>The trimmed key in ASCII, or the public key in base64; empty when there is none.</summary>
    public byte[] Key { get; private init; } = [];

    /// <summary>Whether white space around the key was dropped.</summary>
    public bool Trimmed { get; private init; }

    public string TokenHash { get; private init; } = string.Empty;

    public DateTimeOffset WrittenAt { get; private init; }

    public static LegacyReading Read(LegacyEntry entry, FernetKeyRing ring)
    {
        if (string.IsNullOrWhiteSpace(entry.Text))
        {
            return new LegacyReading(LegacyOutcome.Empty);
        }

        if (entry.Provider is not { } provider)
        {
            return new LegacyReading(LegacyOutcome.UnknownProvider);
        }

        if (FernetToken.Parse(entry.Text) is not { } token)
        {
            return entry.IsPublicKey ? PublicKey(entry.Text, string.Empty, entry.UpdatedAt ?? default) : new LegacyReading(LegacyOutcome.Malformed);
        }

        if (ring.Open(token) is not { } opened)
        {
            return new LegacyReading(LegacyOutcome.Unreadable);
        }

        try
        {
            var writtenAt = entry.UpdatedAt ?? token.WrittenAt;
            return entry.IsPublicKey ? PublicKey(Text(opened), token.Hash, writtenAt) : Secret(provider, opened, token.Hash, writtenAt);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(opened);
        }
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(Key);

    public override string ToString() => "legacy key (hidden)";

    private static LegacyReading Secret(ProviderName provider, byte[] opened, string hash, DateTimeOffset writtenAt)
    {
        var text = Text(opened);
        if (string.IsNullOrWhiteSpace(text))
        {
            return new LegacyReading(LegacyOutcome.Empty);
        }

        return KeyIntake.Check(provider, text, out var key) is { } problem
            ? new LegacyReading(LegacyOutcome.Refused, problem)
            : new LegacyReading(null) { Key = Encoding.ASCII.GetBytes(key), Trimmed = key.Length != text.Length, TokenHash = hash, WrittenAt = writtenAt };
    }

    private static LegacyReading PublicKey(string text, string hash, DateTimeOffset writtenAt) =>
        WebhookPublicKey.Check(text, out var publicKey) is { } problem
            ? new LegacyReading(LegacyOutcome.Refused, problem)
            : publicKey is null
                ? new LegacyReading(LegacyOutcome.Empty)
                : new LegacyReading(null) { Key = Encoding.ASCII.GetBytes(publicKey), TokenHash = hash, WrittenAt = writtenAt };

    /// <summary>Bytes that are no UTF-8 become replacement characters, which no key has.</summary>
    private static string Text(byte[] opened) => Encoding.UTF8.GetString(opened);
}
