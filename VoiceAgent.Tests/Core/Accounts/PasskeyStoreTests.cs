using Microsoft.AspNetCore.Identity;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Tests.Core.Accounts;

/// <summary>What Identity asks of a passkey store.</summary>
[Trait("Kind", "Unit")]
public sealed class PasskeyStoreTests : IAsyncDisposable
{
    private readonly AccountsFixture _accounts = new();

    public ValueTask DisposeAsync() => _accounts.DisposeAsync();

    [Fact]
    public async Task A_passkey_comes_back_as_it_was_given()
    {
        var user = await _accounts.RegisterAsync();
        var given = Info(1, signCount: uint.MaxValue);

        await _accounts.Store.AddOrUpdatePasskeyAsync(user, given, CancellationToken.None);

        var found = (await _accounts.Users.GetPasskeyAsync(user, given.CredentialId))!;
        Assert.Equivalent(given, found, strict: true);
        Assert.Equivalent(given, Assert.Single(await _accounts.Users.GetPasskeysAsync(user)), strict: true);
        Assert.Equal(user.User.Id, (await _accounts.Users.FindByPasskeyIdAsync(given.CredentialId))?.User.Id);
    }

    [Fact]
    public async Task Use_changes_count_and_backup_and_nothing_else()
    {
        var user = await _accounts.RegisterAsync();
        await _accounts.Store.AddOrUpdatePasskeyAsync(user, Info(1), CancellationToken.None);
        var used = new UserPasskeyInfo([1, 2, 3], [9, 9], DateTimeOffset.UnixEpoch, 7, ["usb"], true, false, true, [8], [8]) { Name = "other" };

        _accounts.Clock.Advance(TimeSpan.FromHours(1));
        await _accounts.Store.AddOrUpdatePasskeyAsync(user, used, CancellationToken.None);

        var found = Assert.Single(await _accounts.Passkeys.ListAsync(user.User.Id, CancellationToken.None));
        Assert.Equal(("Laptop", 7, true, _accounts.Clock.GetUtcNow()), (found.Name, found.SignCount, found.IsBackedUp, found.LastUsedAt));
        Assert.Equal([4, 5, 1], found.PublicKey);
    }

    [Fact]
    public async Task A_passkey_of_one_user_is_not_anothers()
    {
        var user = await _accounts.RegisterAsync();
        var other = await _accounts.RegisterAsync("mallory@example.com");
        await _accounts.Store.AddOrUpdatePasskeyAsync(user, Info(1), CancellationToken.None);
        var id = Assert.Single(await _accounts.Passkeys.ListAsync(user.User.Id, CancellationToken.None)).Id;

        await Assert.ThrowsAsync<DuplicateDocumentException>(() => _accounts.Store.AddOrUpdatePasskeyAsync(other, Info(1), CancellationToken.None));
        await _accounts.Store.RemovePasskeyAsync(other, Info(1).CredentialId, CancellationToken.None);

        Assert.Null(await _accounts.Users.GetPasskeyAsync(other, Info(1).CredentialId));
        Assert.False(await _accounts.Passkeys.RenameAsync(other.User.Id, id, "mine", CancellationToken.None));
        Assert.False(await _accounts.Passkeys.DeleteAsync(other.User.Id, id, CancellationToken.None));
        Assert.Equal("Laptop", Assert.Single(await _accounts.Passkeys.ListAsync(user.User.Id, CancellationToken.None)).Name);
    }

    [Fact]
    public async Task A_removed_passkey_finds_nobody()
    {
        var user = await _accounts.RegisterAsync();
        await _accounts.Store.AddOrUpdatePasskeyAsync(user, Info(1), CancellationToken.None);
        await _accounts.Store.AddOrUpdatePasskeyAsync(user, Info(2), CancellationToken.None);

        await _accounts.Store.RemovePasskeyAsync(user, Info(1).CredentialId, CancellationToken.None);

        Assert.Null(await _accounts.Users.FindByPasskeyIdAsync(Info(1).CredentialId));
        Assert.Equal([2, 2, 3], Assert.Single(await _accounts.Users.GetPasskeysAsync(user)).CredentialId);
    }

    [Fact]
    public async Task A_credential_id_may_be_as_long_as_the_standard_allows()
    {
        var user = await _accounts.RegisterAsync();
        var longest = new UserPasskeyInfo([.. Enumerable.Repeat((byte)7, 1023)], [1], DateTimeOffset.UnixEpoch, 0, [], true, false, false, [1], [1]) { Name = "x" };

        await _accounts.Store.AddOrUpdatePasskeyAsync(user, longest, CancellationToken.None);

        Assert.NotNull(await _accounts.Users.GetPasskeyAsync(user, longest.CredentialId));
    }

    private static UserPasskeyInfo Info(byte id, uint signCount = 0) =>
        new([id, 2, 3], [4, 5, id], new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero), signCount, ["internal", "hybrid"], true, true, false, [6], [7]) { Name = "Laptop" };
}
