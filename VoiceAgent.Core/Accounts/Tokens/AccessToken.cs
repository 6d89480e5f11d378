using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Accounts.Tokens;

/// <summary>
/// A personal access token: what a program shows instead of a person's sign-in. Only its hash is kept; 256 random bits need no slow or
/// keyed one.
/// </summary>
public sealed record AccessToken
{
    /// <summary>Every token begins with it, so that scanners and people recognise one.</summary>
    public const string Prefix = "va_pat_";

    /// <summary>How long an expired token stays in the list, so that its owner sees why a program stopped.</summary>
    public static readonly TimeSpan ShownAfterExpiry = TimeSpan.FromDays(30);

    public static DocumentCollection<AccessToken> Collection { get; } = new()
    {
        Name = "access_tokens",
        Id = token => token.Id.ToString(),
        Indexes =
        [
            DocumentIndex<AccessToken>.On("account_user", token => token.AccountId, token => token.UserId),
            DocumentIndex<AccessToken>.Unique("hash", token => token.Hash),
        ],
        Expiry = token => token.ForgottenAt,
    };

    public required AccessTokenId Id { get; init; }

    public required AccountId AccountId { get; init; }

    public required UserId UserId { get; init; }

    /// <summary>What its owner calls it.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the whole token, in hexadecimal.</summary>
    public required string Hash { get; init; }

    /// <summary>Of <see cref="AccessTokenScopes.All"/>.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>To the minute.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    public DateTimeOffset? ForgottenAt => ExpiresAt + ShownAfterExpiry;
}

/// <summary>What a token may do.</summary>
public static class AccessTokenScopes
{
    /// <summary>List metadata of keys and see readiness.</summary>
    public const string KeysRead = "keys:read";

    /// <summary>Store, replace and delete keys.</summary>
    public const string KeysWrite = "keys:write";

    /// <summary>Have stored keys tested.</summary>
    public const string KeysTest = "keys:test";

    /// <summary>Read calls and what was said in them.</summary>
    public const string CallsRead = "calls:read";

    /// <summary>Have agents make calls, and hang up.</summary>
    public const string CallsWrite = "calls:write";

    public static IReadOnlyList<string> All { get; } = [KeysRead, KeysWrite, KeysTest, CallsRead, CallsWrite];
}
