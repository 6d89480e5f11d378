using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Accounts.TwoFactor;
using VoiceAgent.Core.Audit;
using VoiceAgent.Tests.Core.Accounts;
using VoiceAgent.Web.Hosting.SignIn;

namespace VoiceAgent.Tests.Web.Accounts;

/// <summary>Codes of the app and recovery codes are guessed no better than passwords, however many try at once.</summary>
[Trait("Kind", "Unit")]
public sealed class ProofsTests : IAsyncDisposable
{
    private readonly AccountsFixture _accounts = new(services => services.AddRouting().AddSignIn());

    public ValueTask DisposeAsync() => _accounts.DisposeAsync();

    [Fact]
    public async Task Two_hundred_wrong_codes_at_once_are_checked_five_times_and_end_locked_out()
    {
        var (user, key) = await TwoStepUserAsync();
        var wrong = Enumerable.Range(0, 1_000_000).Select(number => $"{number:D6}").Where(code => Totp.FindStep(key, code, _accounts.Clock.GetUtcNow()) is null).Take(200);

        await AssertLockedOutAsync(user, wrong);

        Assert.Equal(ProofOutcome.LockedOut, await AttemptAsync(user, CodeOf(key)));
        _accounts.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(ProofOutcome.Proved, await AttemptAsync(user, CodeOf(key)));
    }

    [Fact]
    public async Task Two_hundred_wrong_recovery_codes_at_once_are_checked_five_times_and_end_locked_out()
    {
        var (user, _) = await TwoStepUserAsync();
        var right = (await _accounts.Users.GenerateNewTwoFactorRecoveryCodesAsync(user, RecoveryCodes.Count))!.First();

        await AssertLockedOutAsync(user, Enumerable.Range(0, 200).Select(_ => RecoveryCodes.New()));

        Assert.Equal(ProofOutcome.LockedOut, await AttemptAsync(user, right));
        _accounts.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(ProofOutcome.Proved, await AttemptAsync(user, right));
    }

    [Fact]
    public async Task Wrong_passwords_and_wrong_codes_share_one_count()
    {
        var (user, key) = await TwoStepUserAsync();

        var outcomes = new List<ProofOutcome>
        {
            await PasswordAsync(user, "wrong river under stones"),
            await AttemptAsync(user, "not a code"),
            await AttemptAsync(user, RecoveryCodes.New()),
            await PasswordAsync(user, new string('x', 1_000_000)),
            await AttemptAsync(user, string.Empty),
            await AttemptAsync(user, CodeOf(key)),
        };

        Assert.Equal(
            [ProofOutcome.Wrong, ProofOutcome.Wrong, ProofOutcome.Wrong, ProofOutcome.Wrong, ProofOutcome.LockedOut, ProofOutcome.LockedOut],
            outcomes);
    }

    [Fact]
    public async Task A_code_of_a_user_who_has_not_turned_them_on_is_none()
    {
        var user = await _accounts.RegisterAsync();
        var key = await _accounts.Factors.BeginAsync(user.User, CancellationToken.None);
        await _accounts.Factors.ProveAsync(user.User, CodeOf(key), CancellationToken.None);
        _accounts.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(ProofOutcome.Wrong, await AttemptAsync(user, CodeOf(key)));
    }

    private async Task AssertLockedOutAsync(UserIdentity user, IEnumerable<string> codes)
    {
        var outcomes = await Task.WhenAll(codes.Select(async code =>
        {
            await Task.Yield();
            return await AttemptAsync(user, code);
        }));

        Assert.Equal(200, outcomes.Length);
        Assert.Equal(4, outcomes.Count(outcome => outcome is ProofOutcome.Wrong));
        Assert.Equal(196, outcomes.Count(outcome => outcome is ProofOutcome.LockedOut));
        var trail = await _accounts.Scope.ServiceProvider.GetRequiredService<IAuditTrail>().ListAsync(user.User.AccountId, null, 100, CancellationToken.None);
        Assert.Single(trail, entry => entry.Event.Name == AccountEvents.LockedOut);
    }

    private async Task<ProofOutcome> AttemptAsync(UserIdentity user, string code)
    {
        await using var scope = _accounts.NewScope();
        return (await scope.ServiceProvider.GetRequiredService<Proofs>().CodeAsync(user, code, CancellationToken.None)).Outcome;
    }

    private async Task<ProofOutcome> PasswordAsync(UserIdentity user, string password)
    {
        await using var scope = _accounts.NewScope();
        return (await scope.ServiceProvider.GetRequiredService<Proofs>().PasswordAsync(user, password, CancellationToken.None)).Outcome;
    }

    private async Task<(UserIdentity User, byte[] Key)> TwoStepUserAsync()
    {
        var user = await _accounts.RegisterAsync();
        var key = await _accounts.Factors.BeginAsync(user.User, CancellationToken.None);
        await _accounts.Factors.ProveAsync(user.User, CodeOf(key), CancellationToken.None);
        await _accounts.Users.SetTwoFactorEnabledAsync(user, enabled: true);
        _accounts.Clock.Advance(TimeSpan.FromMinutes(1));
        return (user, key);
    }

    private string CodeOf(byte[] key) => Totp.CodeOf(key, Totp.StepAt(_accounts.Clock.GetUtcNow()));
}
