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
public sealed class PasswordSignIn(Users users, SignInManager<UserIdentity> signIn, SecondStep secondStep, PasswordGate gate, AccountAttempts attempts, AccountAudit audit)
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

        if (!attempts.TryTake(users.NormalizeEmail(email)))
        {
            return SignInOutcome.LockedOut;
        }

        using var turn = await gate.EnterAsync(users.NormalizeEmail(email), cancellationToken);
        if (await users.FindByEmailAsync(email) is not { } user)
        {
            users.PasswordHasher.VerifyHashedPassword(null!, NobodysHash.Value, password);
            return SignInOutcome.Wrong;
        }

        var wasLockedOut = await users.IsLockedOutAsync(user);
        var result = await signIn.CheckPasswordSignInAsync(user, password, lockoutOnFailure: true);
        if (!result.Succeeded)
        {
            if (result.IsLockedOut && !wasLockedOut)
            {
                await audit.RecordAsync(user.User, AccountEvents.LockedOut);
            }

            return result.IsLockedOut ? SignInOutcome.LockedOut : SignInOutcome.Wrong;
        }

        if (user.User.TwoFactorEnabled)
        {
            await secondStep.BeginAsync(user);
            return SignInOutcome.CodeNeeded;
        }

        await signIn.SignInAsync(user, isPersistent: false, nameof(SignInMethod.Password));
        return SignInOutcome.SignedIn;
    }
}
