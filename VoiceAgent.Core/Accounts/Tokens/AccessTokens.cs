using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Accounts.Tokens;

/// <summary>Makes, lists, revokes and recognises personal access tokens.</summary>
public sealed class AccessTokens(IDocuments<AccessToken> documents, IDocuments<User> users, TimeProvider time)
{
    public const int MaxPerUser = 20;
    public const int MaxNameLength = 60;
    public const int DefaultDays = 90;
    public const int MaxDays = 365;
    private const int RandomSize = 32;

    /// <summary>Last use is shown to the minute; writing it more often would cost every request a write.</summary>
    private static readonly TimeSpan LastUseAccuracy = TimeSpan.FromMinutes(1);

    private static readonly int Length = AccessToken.Prefix.Length + Base64Url.GetEncodedLength(RandomSize);

    /// <summary>Makes a token. Its text is in the outcome and nowhere else, never again.</summary>
    public async Task<NewAccessToken> CreateAsync(AccountId account, UserId user, AccessTokenRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var name = request.Name?.Trim() ?? string.Empty;
        var scopes = AccessTokenScopes.All.Where(request.Scopes.Contains).ToList();
        if (await ProblemAsync(account, user, name, scopes.Count, request.Days, cancellationToken) is { } problem)
        {
            return problem;
        }

        var text = AccessToken.Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomSize));
        var now = time.GetUtcNow();
        var token = new AccessToken
        {
            Id = AccessTokenId.New(),
            AccountId = account,
            UserId = user,
            Name = name,
            Hash = HashOf(text),
            Scopes = scopes,
            CreatedAt = now,
            ExpiresAt = now + TimeSpan.FromDays(request.Days),
        };
        await documents.InsertAsync(token, cancellationToken);
        return new NewAccessToken { Token = token, Text = text };
    }

    /// <summary>The user's tokens, expired ones too, the newest first.</summary>
    public async Task<IReadOnlyList<AccessToken>> ListAsync(AccountId account, UserId user, CancellationToken cancellationToken)
    {
        var query = new DocumentQuery<AccessToken>
        {
            Where = token => token.AccountId == account && token.UserId == user,
            OrderBy = token => token.CreatedAt,
            Descending = true,
        };
        return [.. (await documents.QueryAsync(query, cancellationToken)).Select(stored => stored.Document)];
    }

    /// <summary>Ends the token at once and for good; false when the user has none of that id.</summary>
    public async Task<bool> RevokeAsync(AccountId account, UserId user, AccessTokenId id, CancellationToken cancellationToken) =>
        await documents.FindAsync(id.ToString(), cancellationToken) is { Document: var found }
        && found.AccountId == account && found.UserId == user
        && await documents.DeleteAsync(id.ToString(), cancellationToken);

    /// <summary>Whose token the text is; null when it is nobody's, revoked or expired, or its user is gone.</summary>
    public async Task<AccessToken?> FindAsync(string text, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length != Length || !text.StartsWith(AccessToken.Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        // The index compares hashes: how far one agrees tells nothing about the token that would have it.
        var hash = HashOf(text);
        var query = new DocumentQuery<AccessToken> { Where = token => token.Hash == hash, Take = 1 };
        if (await documents.QueryAsync(query, cancellationToken) is not [{ Document: var found }]
            || !CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(found.Hash), Encoding.ASCII.GetBytes(hash))
            || found.ExpiresAt <= time.GetUtcNow()
            || (await users.FindAsync(found.UserId.ToString(), cancellationToken))?.Document.AccountId != found.AccountId)
        {
            return null;
        }

        return await RecordUseAsync(found, cancellationToken);
    }

    private async Task<AccessToken> RecordUseAsync(AccessToken token, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return token.LastUsedAt is { } last && now - last < LastUseAccuracy
            ? token
            : await documents.UpdateAsync(token.Id.ToString(), current => current with { LastUsedAt = now }, cancellationToken) ?? token;
    }

    private async Task<NewAccessToken?> ProblemAsync(
        AccountId account, UserId user, string name, int scopes, int days, CancellationToken cancellationToken)
    {
        var problem = new NewAccessToken
        {
            NameProblem = name.Length switch
            {
                0 => "Give the token a name, such as the program that will use it.",
                > MaxNameLength => $"The name is too long: at most {MaxNameLength} characters.",
                _ => null,
            },
            ScopesProblem = scopes == 0 ? "Choose at least one thing that the token may do." : null,
            DaysProblem = days is < 1 or > MaxDays ? $"A token lasts from 1 to {MaxDays} days." : null,
        };
        if (problem is { NameProblem: null, ScopesProblem: null, DaysProblem: null })
        {
            var count = await documents.CountAsync(token => token.AccountId == account && token.UserId == user, cancellationToken);
            return count < MaxPerUser ? null : new NewAccessToken { NameProblem = $"You have {MaxPerUser} tokens, which is the limit. Revoke one that is no longer used." };
        }

        return problem;
    }

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

/// <summary>What a user wants of a new token.</summary>
/// <param name="Name">What it is for.</param>
/// <param name="Scopes">Of <see cref="AccessTokenScopes.All"/>; others are left out.</param>
/// <param name="Days">How long it lasts.</param>
public sealed record AccessTokenRequest(string? Name, IReadOnlyCollection<string> Scopes, int Days = AccessTokens.DefaultDays);

/// <summary>A token just made, or what is wrong with which input, in the user's words.</summary>
public sealed class NewAccessToken
{
    public AccessToken? Token { get; init; }

    /// <summary>The token itself, to be shown once.</summary>
    public string? Text { get; init; }

    public string? NameProblem { get; init; }

    public string? ScopesProblem { get; init; }

    public string? DaysProblem { get; init; }

    public override string ToString() => "new access token (hidden)";
}
