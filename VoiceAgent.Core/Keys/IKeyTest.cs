using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Keys;

/// <summary>Asks one provider about a key with a real request, unbilled where the provider has one that proves the key.</summary>
public interface IKeyTest
{
    ProviderName Provider { get; }

    /// <summary>
    /// Never throws for provider trouble: what could not be found out is <see cref="KeyVerdict.CouldNotCheck"/>. The lease stays
    /// the caller's.
    /// </summary>
    Task<KeyTestResult> TestAsync(KeyLease key, CancellationToken cancellationToken);
}

/// <summary>What a provider says of a key.</summary>
public enum KeyVerdict
{
    Valid,

    /// <summary>The key exists but lacks rights that were looked at.</summary>
    ValidLimited,

    Invalid,

    QuotaExceeded,

    /// <summary>The provider could not be asked (down, slow, rate limit): the last verdict stays.</summary>
    CouldNotCheck,
}

/// <summary>What kept a key from being checked. The last verdict stays.</summary>
public enum KeyTestObstacle
{
    /// <summary>The provider was asked too often.</summary>
    RateLimited,

    /// <summary>The provider failed.</summary>
    ProviderDown,

    /// <summary>The provider could not be reached in time.</summary>
    NetworkError,

    /// <summary>The provider answered something that says nothing about the key.</summary>
    Unclear,

    /// <summary>Keys were tested too often here.</summary>
    Limit,
}

/// <summary>Outcome of a key test.</summary>
/// <param name="Verdict">What is known now.</param>
/// <param name="Detail">One sentence of ours for the user, never the provider's text.</param>
public sealed record KeyTestResult(KeyVerdict Verdict, string Detail)
{
    /// <summary>Why it could not be checked, when it could not.</summary>
    public KeyTestObstacle? Obstacle { get; init; }

    /// <summary>How long to wait before the next test, when a limit of ours was met.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>With <see cref="KeyVerdict.ValidLimited"/>: names of rights that are missing, separated by commas, where they are known.</summary>
    public string? MissingRights { get; init; }

    /// <summary>Telnyx only: the account's webhook public key (base64), when the key may read it.</summary>
    public string? WebhookPublicKey { get; init; }
}
