using Microsoft.AspNetCore.Identity;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Accounts.Sessions;
using VoiceAgent.Core.Accounts.TwoFactor;
using VoiceAgent.Core.Keys;

namespace VoiceAgent.Web.Hosting.SignIn;

/// <summary>How a proof of being the user ended.</summary>
public enum ProofOutcome
{
    Proved,
    Wrong,
    LockedOut,

    /// <summary>The key vault is locked, so no code can be checked.</summary>
    VaultLocked,
}

/// <summary>The outcome and, when proved, the user as stored now and by what it was proved.</summary>
public sealed record Proof(ProofOutcome Outcome, UserIdentity? User = null, SignInMethod Method = SignInMethod.Password);

/// <summary>
/// Checks passwords and codes of known users. Wrong ones of either kind share one count and one lockout; an attempt is counted before it is
/// compared, so that parallel guesses cannot pass the limit together.
/// </summary>
public sealed class Proofs(Users users, SignInManager<UserIdentity> signIn, SecondFactors factors, PasswordGate gate, ProofAttempts attempts, UserSessions sessions, AccountAudit audit)
{
    public Task<Proof> PasswordAsync(UserIdentity known, string password, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(password);
        return AttemptAsync(
            known,
            async user => password.Length <= PasswordRules.MaximumLength && await users.CheckPasswordAsync(user, password) ? SignInMethod.Password : null,
            cancellationToken);
    }

    /// <summary>A code of the authenticator app, or a recovery code. Either is used up.</summary>
    public Task<Proof> CodeAsync(UserIdentity known, string code, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(code);
        return AttemptAsync(known, user => UseCodeAsync(user, code, cancellationToken), cancellationToken);
    }

    /// <summary>
    /// Ends every session of a user whose lockout was brought about from inside one of them: it may be in the wrong hands. A lockout
    /// from the sign-in page ends none, or else anybody who knows an address could sign its owner out.
    /// </summary>
    public async Task EndAllSessionsAsync(UserIdentity user, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        if (await users.FindByIdAsync(user.User.Id.ToString()) is { } current)
        {
            await users.UpdateSecurityStampAsync(current);
        }

        await sessions.EndOthersAsync(user.User.Id, keep: null, cancellationToken);
        await audit.RecordAsync(user.User, AccountEvents.SessionsEnded, "locked_out");
        await signIn.SignOutAsync();
    }

    private async Task<Proof> AttemptAsync(UserIdentity known, Func<UserIdentity, Task<SignInMethod?>> check, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(known);
        using var turn = await gate.EnterAsync(known.User.NormalizedEmail, cancellationToken);
        if (await attempts.TryBeginAsync(known.User.Id, cancellationToken) is not { } attempt)
        {
            return new Proof(ProofOutcome.LockedOut);
        }

        if (await users.FindByIdAsync(known.User.Id.ToString()) is not { } user)
        {
            return new Proof(ProofOutcome.Wrong);
        }

        try
        {
            if (await check(user) is { } method)
            {
                await attempts.SucceedAsync(attempt, cancellationToken);
                return new Proof(ProofOutcome.Proved, await users.FindByIdAsync(known.User.Id.ToString()), method);
            }
        }
        catch (VaultLockedException)
        {
            await attempts.TakeBackAsync(attempt, cancellationToken);
            return new Proof(ProofOutcome.VaultLocked);
        }

        if (!attempt.IsLast)
        {
            return new Proof(ProofOutcome.Wrong);
        }

        await audit.RecordAsync(user.User, AccountEvents.LockedOut);
        return new Proof(ProofOutcome.LockedOut);
    }

    private async Task<SignInMethod?> UseCodeAsync(UserIdentity user, string code, CancellationToken cancellationToken)
    {
        if (!user.User.TwoFactorEnabled)
        {
            return null;
        }

        if (RecoveryCodes.IsLike(code))
        {
            return await factors.UseRecoveryCodeAsync(user.User.Id, code, cancellationToken) ? SignInMethod.PasswordAndRecoveryCode : null;
        }

        return await users.VerifyTwoFactorTokenAsync(user, TokenOptions.DefaultAuthenticatorProvider, code) ? SignInMethod.PasswordAndCode : null;
    }
}
