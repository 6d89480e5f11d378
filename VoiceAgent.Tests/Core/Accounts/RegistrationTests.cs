using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core.Accounts;

namespace VoiceAgent.Tests.Core.Accounts;

[Trait("Kind", "Unit")]
public sealed class RegistrationTests : IAsyncDisposable
{
    private readonly AccountsFixture _accounts = new();

    public ValueTask DisposeAsync() => _accounts.DisposeAsync();

    [Fact]
    public async Task Signing_up_makes_an_account_and_its_first_user()
    {
        var result = await _accounts.Registration.CreateAsync("  ada@example.com ", AccountsFixture.Password, isDemo: true, CancellationToken.None);

        var user = result.User?.User;
        Assert.NotNull(user);
        var account = await _accounts.Accounts.FindAsync(user.AccountId, CancellationToken.None);
        Assert.Equal(("ada@example.com", true), (account?.Name, account?.IsDemo));
        Assert.Equal(32, account?.WebhookToken.Length);
        Assert.Equal(("ada@example.com", "hash of " + AccountsFixture.Password), (user.Email, user.PasswordHash));
        Assert.Equal(user, await _accounts.StoredAsync(result.User!));
    }

    [Theory]
    [InlineData("nonsense", AccountsFixture.Password, RegistrationField.Email)]
    [InlineData("", AccountsFixture.Password, RegistrationField.Email)]
    [InlineData("ada@example.com", "short", RegistrationField.Password)]
    [InlineData("ada@example.com", "password1234", RegistrationField.Password)]
    public async Task What_breaks_the_rules_is_refused_at_its_field_and_leaves_nothing(string email, string password, RegistrationField field)
    {
        var result = await _accounts.Registration.CreateAsync(email, password, isDemo: false, CancellationToken.None);

        Assert.Null(result.User);
        Assert.Equal(field, result.Field);
        Assert.NotNull(result.Problem);
        Assert.Equal((0, 0), await CountsAsync());
    }

    [Fact]
    public async Task A_taken_address_is_refused_and_leaves_no_account_behind()
    {
        await _accounts.RegisterAsync("ada@example.com");

        var result = await _accounts.Registration.CreateAsync("ADA@example.com", AccountsFixture.Password, isDemo: false, CancellationToken.None);

        Assert.Null(result.User);
        Assert.Equal("This e-mail address already has an account. Sign in, or use another address.", result.Problem);
        Assert.Equal((1, 1), await CountsAsync());
    }

    [Fact]
    public async Task Twenty_sign_ups_with_one_address_at_once_make_one_account()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            await Task.Yield();
            await using var scope = _accounts.NewScope();
            var registration = (Registration)scope.ServiceProvider.GetService(typeof(Registration))!;
            return await registration.CreateAsync("ada@example.com", AccountsFixture.Password, isDemo: false, CancellationToken.None);
        }));

        Assert.Single(results, result => result.User is not null);
        Assert.Equal((1, 1), await CountsAsync());
    }

    [Fact]
    public async Task The_account_is_removed_again_when_its_user_is_refused_after_all()
    {
        await using var accounts = new AccountsFixture(services => services.AddScoped<IUserValidator<UserIdentity>, Refusal>());

        var result = await accounts.Registration.CreateAsync("ada@example.com", AccountsFixture.Password, isDemo: false, CancellationToken.None);

        Assert.Equal("Not today.", result.Problem);
        Assert.Equal((0, 0), await CountsAsync(accounts));
    }

    [Fact]
    public async Task The_account_is_removed_again_when_storage_fails()
    {
        await using var accounts = new AccountsFixture(services => services.AddScoped<IUserValidator<UserIdentity>, Failure>());

        await Assert.ThrowsAsync<IOException>(
            () => accounts.Registration.CreateAsync("ada@example.com", AccountsFixture.Password, isDemo: false, CancellationToken.None));

        Assert.Equal((0, 0), await CountsAsync(accounts));
    }

    private Task<(long Accounts, long Users)> CountsAsync() => CountsAsync(_accounts);

    private static async Task<(long Accounts, long Users)> CountsAsync(AccountsFixture accounts) => (
        await accounts.AccountDocuments.CountAsync(account => account.WebhookToken != string.Empty, CancellationToken.None),
        await accounts.UserDocuments.CountAsync(user => user.LockoutEnabled, CancellationToken.None));

    private sealed class Refusal : IUserValidator<UserIdentity>
    {
        public Task<IdentityResult> ValidateAsync(UserManager<UserIdentity> manager, UserIdentity user) =>
            Task.FromResult(IdentityResult.Failed(new IdentityError { Code = "Today", Description = "Not today." }));
    }

    private sealed class Failure : IUserValidator<UserIdentity>
    {
        public Task<IdentityResult> ValidateAsync(UserManager<UserIdentity> manager, UserIdentity user) =>
            throw new IOException("The disk is full.");
    }
}
