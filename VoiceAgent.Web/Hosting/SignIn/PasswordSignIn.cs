using Microsoft.AspNetCore.Identity;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Accounts.Sessions;
using VoiceAgent.Web.Hosting.Security;

namespace VoiceAgent.Web.Hosting.SignIn;

/// <summary>How an attempt to sign in ended. An unknown address and a wrong password are the same to the visitor.</summary>
public enum SignInOutcome
{
    SignedIn,

    /// <summary>The password is right; a code of the authenticator app comes next.</summary>
    CodeNeeded,
    Wrong,
    LockedOut,
}

/// <summary>Signs in with e-mail and password: one attempt per address at a time, counted towards the lockout.</summary>
public sealed class PasswordSignIn(Users users, SignInManager<UserIdentity> signIn, SecondStep secondStep, PasswordGate gate, AccountAttempts rate, ProofAttempts attempts, AccountAudit audit)
{
    // A stored hash of no password: an unknown address takes as long as a known one.
    private static readonly Lazy<string> NobodysHash = new(() => new PasswordHasher<UserIdentity>().HashPassword(null!, Guid.NewGuid().ToString()));

    /// <summary>Sets the sign-in cookie, or that of the second step, on the current response when the password is right.</summary>
    public async Task<SignInOutcome> SignInAsync(string email, string password, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(email);
        ArgumentNullException.ThrowIfNull(password);
        email = email.Trim();
        if (EmailRules.Check(email) is not null || password.Length > PasswordRules.MaximumLength)
        {
            return SignInOutcome.Wrong;
        }

        if (!rate.TryTake(users.NormalizeEmail(email)))
        {
            return SignInOutcome.LockedOut;
        }

        using var turn = await gate.EnterAsync(users.NormalizeEmail(email), cancellationToken);
        if (await users.FindByEmailAsync(email) is not { } known)
        {
            users.PasswordHasher.VerifyHashedPassword(null!, NobodysHash.Value, password);
            return SignInOutcome.Wrong;
        }

        return await attempts.TryBeginAsync(known.User.Id, cancellationToken) is { } attempt
            ? await CheckAsync(attempt, password, cancellationToken)
            : SignInOutcome.LockedOut;
    }

    private async Task<SignInOutcome> CheckAsync(ProofAttempt attempt, string password, CancellationToken cancellationToken)
    {
        if (await users.FindByIdAsync(attempt.User.ToString()) is not { } user)
        {
            return SignInOutcome.Wrong;
        }

        if (!await users.CheckPasswordAsync(user, password))
        {
            if (!attempt.IsLast)
            {
                return SignInOutcome.Wrong;
            }

            await audit.RecordAsync(user.User, AccountEvents.LockedOut);
            return SignInOutcome.LockedOut;
        }

        if (user.User.TwoFactorEnabled)
        {
            // Wrong codes that were tried before count on: the password alone does not end them.
            await attempts.TakeBackAsync(attempt, cancellationToken);
            await secondStep.BeginAsync(user);
            return SignInOutcome.CodeNeeded;
        }

        await attempts.SucceedAsync(attempt, cancellationToken);
        await signIn.SignInAsync(user, isPersistent: false, nameof(SignInMethod.Password));
        return SignInOutcome.SignedIn;
    }
}
