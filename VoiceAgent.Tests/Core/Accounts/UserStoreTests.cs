using Microsoft.AspNetCore.Identity;
using VoiceAgent.Core.Accounts;

namespace VoiceAgent.Tests.Core.Accounts;

[Trait("Kind", "Unit")]
public sealed class UserStoreTests : IAsyncDisposable
{
    private readonly AccountsFixture _accounts = new();

    public ValueTask DisposeAsync() => _accounts.DisposeAsync();

    [Fact]
    public void Identity_finds_every_store_it_is_asked_for()
    {
        var users = _accounts.Users;

        Assert.Equal(
            (true, true, true, true),
            (users.SupportsUserPassword, users.SupportsUserEmail, users.SupportsUserSecurityStamp, users.SupportsUserLockout));
        Assert.Equal(
            (true, true, true),
            (users.SupportsUserTwoFactor, users.SupportsUserTwoFactorRecoveryCodes, users.SupportsUserPasskey));
    }

    [Fact]
    public async Task A_user_is_found_by_id_and_by_address_in_any_case()
    {
        var user = await _accounts.RegisterAsync("Ada@Example.com");

        var byId = await _accounts.Users.FindByIdAsync(user.User.Id.ToString());
        var byEmail = await _accounts.Users.FindByEmailAsync("ada@EXAMPLE.com");

        Assert.Equal(user.User, byId?.User);
        Assert.Equal(user.User, byEmail?.User);
        Assert.Equal("ADA@EXAMPLE.COM", byEmail?.User.NormalizedEmail);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nobody")]
    [InlineData("' OR 1=1 --")]
    public async Task An_id_that_is_none_finds_nobody(string id) => Assert.Null(await _accounts.Store.FindByIdAsync(id, CancellationToken.None));

    [Fact]
    public async Task A_change_made_on_an_outdated_copy_is_refused()
    {
        var user = await _accounts.RegisterAsync();
        var first = (await _accounts.Users.FindByEmailAsync(user.User.Email))!;
        var second = (await _accounts.Users.FindByEmailAsync(user.User.Email))!;
        await _accounts.Users.UpdateSecurityStampAsync(first);

        var refused = await _accounts.Users.UpdateSecurityStampAsync(second);

        Assert.Equal(nameof(IdentityErrorDescriber.ConcurrencyFailure), Assert.Single(refused.Errors).Code);
        Assert.Equal(first.User, await _accounts.StoredAsync(user));
    }

    [Fact]
    public async Task The_same_copy_is_changed_again_and_again()
    {
        var user = await _accounts.RegisterAsync();

        for (var change = 0; change < 3; change++)
        {
            Assert.True((await _accounts.Users.UpdateSecurityStampAsync(user)).Succeeded);
        }

        Assert.Equal(user.User, await _accounts.StoredAsync(user));
    }

    [Fact]
    public async Task Two_users_cannot_have_one_address()
    {
        await _accounts.RegisterAsync("ada@example.com");
        var other = UserIdentity.New(AccountId.New(), "ADA@example.com", _accounts.Clock.GetUtcNow());
        other.User = other.User with { NormalizedEmail = "ADA@EXAMPLE.COM" };

        var refused = await _accounts.Store.CreateAsync(other, CancellationToken.None);

        Assert.Equal(nameof(IdentityErrorDescriber.DuplicateEmail), Assert.Single(refused.Errors).Code);
    }

    [Fact]
    public async Task An_address_cannot_be_changed_to_one_that_is_taken()
    {
        await _accounts.RegisterAsync("ada@example.com");
        var grace = await _accounts.RegisterAsync("grace@example.com");
        grace.User = grace.User with { NormalizedEmail = "ADA@EXAMPLE.COM" };

        var refused = await _accounts.Store.UpdateAsync(grace, CancellationToken.None);

        Assert.Equal(nameof(IdentityErrorDescriber.DuplicateEmail), Assert.Single(refused.Errors).Code);
    }

    [Fact]
    public async Task A_deleted_user_is_gone()
    {
        var user = await _accounts.RegisterAsync();

        await _accounts.Users.DeleteAsync(user);

        Assert.Null(await _accounts.Users.FindByEmailAsync(user.User.Email));
    }

    [Fact]
    public async Task Wrong_passwords_counted_at_the_same_time_are_all_counted()
    {
        var user = await _accounts.RegisterAsync();
        var copies = new List<UserIdentity>();
        for (var copy = 0; copy < 4; copy++)
        {
            copies.Add((await _accounts.Users.FindByEmailAsync(user.User.Email))!);
        }

        await Task.WhenAll(copies.Select(copy => _accounts.Users.AccessFailedAsync(copy)));

        Assert.Equal(4, (await _accounts.StoredAsync(user)).AccessFailedCount);
    }

    [Fact]
    public async Task The_fifth_wrong_password_locks_for_five_minutes_and_starts_the_count_again()
    {
        var user = await _accounts.RegisterAsync();

        for (var attempt = 0; attempt < AccountServices.WrongPasswordLimit; attempt++)
        {
            Assert.False(await _accounts.Users.IsLockedOutAsync(user));
            await _accounts.Users.AccessFailedAsync(user);
        }

        Assert.True(await _accounts.Users.IsLockedOutAsync(user));
        Assert.Equal(0, (await _accounts.StoredAsync(user)).AccessFailedCount);
        _accounts.Clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        Assert.True(await _accounts.Users.IsLockedOutAsync(user));
        _accounts.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.False(await _accounts.Users.IsLockedOutAsync(user));
    }

    [Fact]
    public async Task Counting_a_user_who_is_gone_changes_nothing()
    {
        var user = await _accounts.RegisterAsync();
        await _accounts.Users.DeleteAsync(user);

        await _accounts.Users.AccessFailedAsync(user);

        Assert.Equal(0, await _accounts.UserDocuments.CountAsync(candidate => candidate.LockoutEnabled, CancellationToken.None));
    }

    [Fact]
    public async Task Changing_the_password_changes_the_security_stamp()
    {
        var user = await _accounts.RegisterAsync();
        var stamp = user.User.SecurityStamp;

        var changed = await _accounts.Users.ChangePasswordAsync(user, AccountsFixture.Password, "another river under stones");

        Assert.True(changed.Succeeded);
        var stored = await _accounts.StoredAsync(user);
        Assert.NotEqual(stamp, stored.SecurityStamp);
        Assert.Equal("hash of another river under stones", stored.PasswordHash);
    }
}
