using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Accounts.TwoFactor;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Storage;
using VoiceAgent.Tests.Core.Keys;

namespace VoiceAgent.Tests.Core.Accounts.TwoFactor;

[Trait("Kind", "Unit")]
public sealed class SecondFactorsTests : IAsyncDisposable
{
    private readonly AccountsFixture _accounts = new();

    private SecondFactors Factors => _accounts.Factors;

    private IDocuments<SecondFactor> Documents => _accounts.Scope.ServiceProvider.GetRequiredService<IDocuments<SecondFactor>>();

    public ValueTask DisposeAsync() => _accounts.DisposeAsync();

    [Fact]
    public async Task A_key_counts_only_after_a_code_of_it()
    {
        var (user, key) = await BeginAsync();

        Assert.False(await Factors.UseCodeAsync(user.Id, CodeOf(key), CancellationToken.None));
        Assert.False(await Factors.ProveAsync(user, "000000", CancellationToken.None));
        Assert.True(await Factors.ProveAsync(user, CodeOf(key), CancellationToken.None));

        _accounts.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.True(await Factors.UseCodeAsync(user.Id, CodeOf(key), CancellationToken.None));
    }

    [Fact]
    public async Task The_same_key_is_shown_until_it_is_proved_or_half_an_hour_has_gone_by()
    {
        var (user, key) = await BeginAsync();

        var again = await Factors.BeginAsync(user, CancellationToken.None);
        _accounts.Clock.Advance(TimeSpan.FromMinutes(30));
        var isTooLate = await Factors.ProveAsync(user, CodeOf(key), CancellationToken.None);

        Assert.Equal(key, again);
        Assert.False(isTooLate);
        Assert.NotEqual(key, await Factors.BeginAsync(user, CancellationToken.None));
    }

    [Fact]
    public async Task Another_app_replaces_the_first_only_when_it_is_proved()
    {
        var (user, first) = await ProvedAsync();
        var second = await Factors.BeginAsync(user, CancellationToken.None);

        _accounts.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(await Factors.UseCodeAsync(user.Id, CodeOf(first), CancellationToken.None));
        Assert.True(await Factors.ProveAsync(user, CodeOf(second), CancellationToken.None));
        _accounts.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.False(await Factors.UseCodeAsync(user.Id, CodeOf(first), CancellationToken.None));
        Assert.True(await Factors.UseCodeAsync(user.Id, CodeOf(second), CancellationToken.None));
    }

    [Fact]
    public async Task A_code_is_good_once_and_no_earlier_one_after_it()
    {
        var (user, key) = await ProvedAsync();
        var earlier = CodeOf(key);
        _accounts.Clock.Advance(TimeSpan.FromSeconds(30));
        var code = CodeOf(key);

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
        {
            await Task.Yield();
            return await Factors.UseCodeAsync(user.Id, code, CancellationToken.None);
        }));

        Assert.Single(answers, isAccepted => isAccepted);
        Assert.False(await Factors.UseCodeAsync(user.Id, earlier, CancellationToken.None));
    }

    [Fact]
    public async Task A_key_copied_to_another_user_opens_nothing()
    {
        var (user, key) = await ProvedAsync();
        var thief = (await _accounts.RegisterAsync("mallory@example.com")).User;
        var stored = (await Factors.FindAsync(user.Id, CancellationToken.None))!;
        await Documents.InsertAsync(stored with { UserId = thief.Id, AccountId = thief.AccountId, LastStep = 0 }, CancellationToken.None);

        _accounts.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.False(await Factors.UseCodeAsync(thief.Id, CodeOf(key), CancellationToken.None));
    }

    [Fact]
    public async Task Nothing_that_is_stored_holds_the_key_or_a_code()
    {
        var (user, key) = await ProvedAsync();
        var codes = (await _accounts.Users.GenerateNewTwoFactorRecoveryCodesAsync((await _accounts.Users.FindByEmailAsync(user.Email))!, RecoveryCodes.Count))!.ToList();

        var stored = JsonSerializer.Serialize(await Factors.FindAsync(user.Id, CancellationToken.None), DocumentJson.Options);

        Assert.DoesNotContain(Base32.Encode(key), stored, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Convert.ToBase64String(key), stored, StringComparison.Ordinal);
        Assert.All(codes, code => Assert.DoesNotContain(code, stored, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Ten_recovery_codes_are_each_good_once_in_any_spelling()
    {
        var user = await _accounts.RegisterAsync();
        var codes = (await _accounts.Users.GenerateNewTwoFactorRecoveryCodesAsync(user, RecoveryCodes.Count))!.ToList();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            await Task.Yield();
            return await Factors.UseRecoveryCodeAsync(user.User.Id, codes[0], CancellationToken.None);
        }));

        Assert.Equal(10, codes.Distinct().Count());
        Assert.All(codes, code => Assert.Matches("^[0-9a-z]{4}(-[0-9a-z]{4}){3}$", code));
        Assert.Single(answers, isAccepted => isAccepted);
        Assert.True(await Factors.UseRecoveryCodeAsync(user.User.Id, " " + codes[1].Replace('-', ' ').ToUpperInvariant(), CancellationToken.None));
        Assert.Equal(8, await _accounts.Users.CountRecoveryCodesAsync(user));
        Assert.False(await Factors.UseRecoveryCodeAsync(UserId.New(), codes[2], CancellationToken.None));
    }

    [Fact]
    public async Task New_recovery_codes_replace_the_old_ones()
    {
        var user = await _accounts.RegisterAsync();
        var old = (await _accounts.Users.GenerateNewTwoFactorRecoveryCodesAsync(user, RecoveryCodes.Count))!.ToList();

        await _accounts.Users.GenerateNewTwoFactorRecoveryCodesAsync(user, RecoveryCodes.Count);

        Assert.False(await Factors.UseRecoveryCodeAsync(user.User.Id, old[0], CancellationToken.None));
        Assert.Equal(10, await _accounts.Users.CountRecoveryCodesAsync(user));
    }

    [Fact]
    public async Task A_rotation_of_the_root_key_takes_both_keys_along()
    {
        var (user, key) = await ProvedAsync();
        var pending = await Factors.BeginAsync(user, CancellationToken.None);
        var stored = (await Factors.FindAsync(user.Id, CancellationToken.None))!;
        using var rotated = new KeyVault();
        rotated.Open(TestVault.Ring("next", ("test", 1), ("next", 2)));

        var resealed = SecondFactor.Sealed.Reseal(rotated, stored)!;

        Assert.Equal(("next", "next"), (resealed.Key!.RootKeyId, resealed.PendingKey!.RootKeyId));
        Assert.Equal(key, rotated.Open(SecondFactors.PurposeOf(user.Id), resealed.Key));
        Assert.Equal(pending, rotated.Open(SecondFactors.PurposeOf(user.Id), resealed.PendingKey));
        Assert.Equal(1, await Documents.CountAsync(SecondFactor.Sealed.SealedBy("test"), CancellationToken.None));
        Assert.Equal(0, await Documents.CountAsync(SecondFactor.Sealed.SealedBy("next"), CancellationToken.None));
        Assert.Null(SecondFactor.Sealed.Reseal(rotated, stored with { UserId = UserId.New() }));
        var without = stored with { Key = null, PendingKey = null };
        Assert.Same(without, SecondFactor.Sealed.Reseal(rotated, without));
    }

    [Fact]
    public async Task A_locked_vault_says_so()
    {
        var (user, key) = await ProvedAsync();
        _accounts.Scope.ServiceProvider.GetRequiredService<KeyVault>().Lock("The key file is gone.");

        await Assert.ThrowsAsync<VaultLockedException>(() => Factors.UseCodeAsync(user.Id, CodeOf(key), CancellationToken.None));
        await Assert.ThrowsAsync<VaultLockedException>(() => Factors.BeginAsync(user, CancellationToken.None));
    }

    private string CodeOf(byte[] key) => Totp.CodeOf(key, Totp.StepAt(_accounts.Clock.GetUtcNow()));

    private async Task<(User User, byte[] Key)> BeginAsync()
    {
        var user = (await _accounts.RegisterAsync()).User;
        return (user, await Factors.BeginAsync(user, CancellationToken.None));
    }

    private async Task<(User User, byte[] Key)> ProvedAsync()
    {
        var (user, key) = await BeginAsync();
        Assert.True(await Factors.ProveAsync(user, CodeOf(key), CancellationToken.None));
        return (user, key);
    }
}
