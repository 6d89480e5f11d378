using System.Security.Cryptography;
using System.Text;

namespace VoiceAgent.Core.Calls.Answering;

/// <summary>
/// One-use tokens that let a carrier open the media socket of one call: 256 random bits, kept only as their hash, valid for a minute.
/// Thread-safe.
/// </summary>
public sealed class MediaTokens(TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _issued = new(StringComparer.Ordinal);

    /// <summary>A new token for the call; any earlier token of the call stays valid until it is used or expires.</summary>
    public string Issue(CallId call)
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        lock (_gate)
        {
            RemoveExpired();
            _issued.Add(HashOf(token), new Entry(call, time.GetUtcNow() + Lifetime));
        }

        return token;
    }

    /// <summary>The call of a token that was issued, not used and not expired. It cannot be used again.</summary>
    public CallId? Consume(string? token)
    {
        if (token is not { Length: 64 })
        {
            return null;
        }

        lock (_gate)
        {
            RemoveExpired();
            return _issued.Remove(HashOf(token), out var entry) ? entry.Call : null;
        }
    }

    private static string HashOf(string token) => Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(token)));

    private void RemoveExpired()
    {
        var now = time.GetUtcNow();
        foreach (var (hash, entry) in _issued)
        {
            if (entry.ExpiresAt <= now)
            {
                _issued.Remove(hash);
            }
        }
    }

    private sealed record Entry(CallId Call, DateTimeOffset ExpiresAt);
}
