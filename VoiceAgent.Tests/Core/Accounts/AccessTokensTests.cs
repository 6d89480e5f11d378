using System.Security.Cryptography;
using System.Text;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Accounts.Tokens;
using VoiceAgent.Tests.Fakes.Documents;

namespace VoiceAgent.Tests.Core.Accounts;

[Trait("Kind", "Unit")]
public sealed class AccessTokensTests : IAsyncDisposable
{
    private readonly AccountsFixture _accounts = new();
    private readonly InMemoryDocuments<AccessToken> _documents;
    private readonly AccessTokens _tokens;

    public AccessTokensTests()
    {
        _documents = new InMemoryDocuments<AccessToken>(AccessToken.Collection, _accounts.Clock);
        _tokens = new AccessTokens(_documents, _accounts.UserDocuments, _accounts.Clock);
    }

    public ValueTask DisposeAsync() => _accounts.DisposeAsync();

    [Fact]
    public async Task A_token_is_256_random_bits_behind_a_prefix_and_only_its_hash_is_kept()
    {
        var (_, made) = await MakeAsync();
        var (_, other) = await MakeAsync("other@example.com");

        Assert.Matches("^va_pat_[A-Za-z0-9_-]{43}$", made.Text);
        Assert.NotEqual(made.Text, other.Text);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(made.Text!))), made.Token!.Hash);
        Assert.DoesNotContain(made.Text!, made.Token + made.ToString(), StringComparison.Ordinal);
        Assert.Equal(_accounts.Clock.GetUtcNow().AddDays(90), made.Token.ExpiresAt);
    }

    [Fact]
    public async Task It_is_found_until_it_expires_and_shown_a_month_longer()
    {
        var (user, made) = await MakeAsync();
        Assert.Equal((user.AccountId, user.Id), await _tokens.FindAsync(made.Text!, default) is { } found ? (found.AccountId, found.UserId) : default);

        _accounts.Clock.Advance(TimeSpan.FromDays(90) - TimeSpan.FromSeconds(1));
        Assert.NotNull(await _tokens.FindAsync(made.Text!, default));
        _accounts.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await _tokens.FindAsync(made.Text!, default));
        Assert.Single(await _tokens.ListAsync(user.AccountId, user.Id, default));
        _accounts.Clock.Advance(AccessToken.ShownAfterExpiry);
        Assert.Empty(await _tokens.ListAsync(user.AccountId, user.Id, default));
    }

    [Fact]
    public async Task What_is_not_exactly_a_token_is_nobodys()
    {
        var (_, made) = await MakeAsync();
        var text = made.Text!;
        foreach (var wrong in (string[])["", "va_pat_", text[..^1], text + "A", text.ToUpperInvariant(), " " + text, made.Token!.Hash, text.Replace("va_pat", "va-pat", StringComparison.Ordinal)])
        {
            Assert.Null(await _tokens.FindAsync(wrong, default));
        }

        for (var i = AccessToken.Prefix.Length; i < text.Length; i++)
        {
            Assert.Null(await _tokens.FindAsync(text[..i] + (text[i] == 'x' ? 'y' : 'x') + text[(i + 1)..], default));
        }
    }

    [Fact]
    public async Task Last_use_is_written_once_a_minute()
    {
        var (_, made) = await MakeAsync();
        await _tokens.FindAsync(made.Text!, default);
        var version = (await _documents.FindAsync(made.Token!.Id.ToString(), default))!.Version;

        _accounts.Clock.Advance(TimeSpan.FromSeconds(59));
        await _tokens.FindAsync(made.Text!, default);
        Assert.Equal(version, (await _documents.FindAsync(made.Token.Id.ToString(), default))!.Version);

        _accounts.Clock.Advance(TimeSpan.FromSeconds(1));
        await _tokens.FindAsync(made.Text!, default);
        Assert.Equal(_accounts.Clock.GetUtcNow(), (await _documents.FindAsync(made.Token.Id.ToString(), default))!.Document.LastUsedAt);
    }

    [Fact]
    public async Task Only_its_owner_revokes_it_and_then_it_is_nobodys()
    {
        var (user, made) = await MakeAsync();
        var (stranger, _) = await MakeAsync("stranger@example.com");

        Assert.False(await _tokens.RevokeAsync(stranger.AccountId, stranger.Id, made.Token!.Id, default));
        Assert.False(await _tokens.RevokeAsync(user.AccountId, stranger.Id, made.Token.Id, default));
        Assert.NotNull(await _tokens.FindAsync(made.Text!, default));
        Assert.True(await _tokens.RevokeAsync(user.AccountId, user.Id, made.Token.Id, default));
        Assert.Null(await _tokens.FindAsync(made.Text!, default));
    }

    [Fact]
    public async Task A_token_whose_user_is_gone_is_nobodys()
    {
        var (user, made) = await MakeAsync();

        await _accounts.UserDocuments.DeleteAsync(user.Id.ToString(), default);

        Assert.Null(await _tokens.FindAsync(made.Text!, default));
    }

    [Fact]
    public async Task What_is_wrong_with_the_wish_is_told_and_nothing_is_made()
    {
        var user = (await _accounts.RegisterAsync()).User;
        async Task<NewAccessToken> TryAsync(string? name, string[] scopes, int days) => await _tokens.CreateAsync(user.AccountId, user.Id, new AccessTokenRequest(name, scopes, days), default);

        Assert.Contains("name", (await TryAsync(" ", ["keys:read"], 90)).NameProblem, StringComparison.Ordinal);
        Assert.Contains("60", (await TryAsync(new string('n', 61), ["keys:read"], 90)).NameProblem, StringComparison.Ordinal);
        Assert.NotNull((await TryAsync("n", ["keys:everything"], 90)).ScopesProblem);
        Assert.NotNull((await TryAsync("n", ["keys:read"], 0)).DaysProblem);
        Assert.NotNull((await TryAsync("n", ["keys:read"], 366)).DaysProblem);
        Assert.Empty(await _tokens.ListAsync(user.AccountId, user.Id, default));

        for (var i = 0; i < AccessTokens.MaxPerUser; i++)
        {
            Assert.NotNull((await TryAsync($"token {i}", ["keys:test", "keys:read"], 365)).Text);
        }

        Assert.Contains("limit", (await TryAsync("one more", ["keys:read"], 1)).NameProblem, StringComparison.Ordinal);
        Assert.All(await _tokens.ListAsync(user.AccountId, user.Id, default), token => Assert.Equal(["keys:read", "keys:test"], token.Scopes));
    }

    private async Task<(User User, NewAccessToken Made)> MakeAsync(string email = AccountsFixture.Email)
    {
        var user = (await _accounts.RegisterAsync(email)).User;
        return (user, await _tokens.CreateAsync(user.AccountId, user.Id, new AccessTokenRequest("a program", [AccessTokenScopes.KeysRead]), default));
    }
}
