using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Accounts.Sessions;
using VoiceAgent.Web.Hosting.Sessions;

namespace VoiceAgent.Web.Hosting.SignIn;

/// <summary>How a password change ended.</summary>
public enum PasswordChangeOutcome
{
    Changed,
    WrongPassword,
    LockedOut,
    Refused,
}

/// <summary>
/// Changes the signed-in user's password. Every other session ends at once, also by its security stamp; the one that asked goes on.
/// Wrong current passwords count towards the lockout, which ends all sessions, so that a borrowed session cannot be used to guess it.
/// Who has a second factor or a passkey proves that first.
/// </summary>
public sealed class PasswordChange(Users users, SignInManager<UserIdentity> signIn, PasswordGate gate, ProofAttempts attempts, UserSessions sessions, StepUpConfirmation confirmation, IStepUp stepUp, Proofs proofs, AccountAudit audit)
{
    /// <summary>Gives the outcome and, when refused, why in the user's words.</summary>
    public async Task<(PasswordChangeOutcome Outcome, string? Problem)> ChangeAsync(
        ClaimsPrincipal principal,
        string current,
        string next,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(current);
        if (!(await confirmation.WaysAsync(principal)).Password)
        {
            await stepUp.EnsureConfirmedAsync(cancellationToken);
        }

        var known = await FindAsync(principal);
        if (PasswordRules.Check(next, known.User.Email) is { } problem)
        {
            return (PasswordChangeOutcome.Refused, problem);
        }

        using var turn = await gate.EnterAsync(known.User.NormalizedEmail, cancellationToken);
        if (await attempts.TryBeginAsync(known.User.Id, cancellationToken) is not { } attempt)
        {
            return await RefuseAsync(known, isLockedOut: true, cancellationToken);
        }

        var isRight = current.Length <= PasswordRules.MaximumLength && await users.CheckPasswordAsync(await FindAsync(principal), current);
        if (!isRight)
        {
            return await RefuseAsync(known, attempt.IsLast, cancellationToken);
        }

        await attempts.SucceedAsync(attempt, cancellationToken);
        var user = await FindAsync(principal);
        var changed = await users.ChangePasswordAsync(user, current, next);
        if (!changed.Succeeded)
        {
            return (PasswordChangeOutcome.Refused, changed.Errors.First().Description);
        }

        await signIn.RefreshSignInAsync(user);
        await sessions.EndOthersAsync(user.User.Id, SignedInUser.From(principal)?.SessionId, cancellationToken);
        await audit.RecordAsync(user.User, AccountEvents.PasswordChanged);
        return (PasswordChangeOutcome.Changed, null);
    }

    private async Task<UserIdentity> FindAsync(ClaimsPrincipal principal) =>
        await users.GetUserAsync(principal) ?? throw new UnauthorizedAccessException("Nobody is signed in.");

    private async Task<(PasswordChangeOutcome Outcome, string? Problem)> RefuseAsync(UserIdentity user, bool isLockedOut, CancellationToken cancellationToken)
    {
        if (!isLockedOut)
        {
            return (PasswordChangeOutcome.WrongPassword, null);
        }

        await proofs.EndAllSessionsAsync(user, cancellationToken);
        return (PasswordChangeOutcome.LockedOut, null);
    }
}
