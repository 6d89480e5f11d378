using System.Security.Claims;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Accounts.Sessions;
using VoiceAgent.Web.Hosting.Passkeys;

namespace VoiceAgent.Web.Hosting.SignIn;

/// <summary>How the user may prove it again: the password only where there is nothing better.</summary>
public sealed record ConfirmationWays(bool Passkey, bool Code)
{
    public bool Password => !Passkey && !Code;
}

/// <summary>Proves again, on <c>/account/confirm</c>, that whoever uses the session is its user. Needs a signed-in principal.</summary>
public sealed class StepUpConfirmation(Users users, Proofs proofs, PasskeyAssertions passkeys, UserSessions sessions, AccountAudit audit)
{
    public async Task<ConfirmationWays> WaysAsync(ClaimsPrincipal principal)
    {
        var user = await FindAsync(principal);
        return new ConfirmationWays((await users.GetPasskeysAsync(user)).Count > 0, user.User.TwoFactorEnabled);
    }

    /// <summary>Wrong, whatever the password, for a user with a second factor or a passkey.</summary>
    public async Task<ProofOutcome> ByPasswordAsync(ClaimsPrincipal principal, string password, CancellationToken cancellationToken)
    {
        var ways = await WaysAsync(principal);
        return ways.Password
            ? await ConfirmAsync(principal, await proofs.PasswordAsync(await FindAsync(principal), password, cancellationToken), cancellationToken)
            : ProofOutcome.Wrong;
    }

    public async Task<ProofOutcome> ByCodeAsync(ClaimsPrincipal principal, string code, CancellationToken cancellationToken) =>
        await ConfirmAsync(principal, await proofs.CodeAsync(await FindAsync(principal), code, cancellationToken), cancellationToken);

    public async Task<ProofOutcome> ByPasskeyAsync(ClaimsPrincipal principal, string credential, CancellationToken cancellationToken)
    {
        var signedIn = await FindAsync(principal);
        return await passkeys.CheckAsync(credential) is { } user && user.User.Id == signedIn.User.Id
            ? await ConfirmAsync(principal, new Proof(ProofOutcome.Proved, user, SignInMethod.Passkey), cancellationToken)
            : ProofOutcome.Wrong;
    }

    private async Task<ProofOutcome> ConfirmAsync(ClaimsPrincipal principal, Proof proof, CancellationToken cancellationToken)
    {
        if (proof.Outcome is ProofOutcome.LockedOut)
        {
            await proofs.EndAllSessionsAsync(await FindAsync(principal), cancellationToken);
        }

        if (proof is { Outcome: ProofOutcome.Proved, User: { } user } && SignedInUser.From(principal)?.SessionId is { } session)
        {
            await sessions.ConfirmAsync(session, cancellationToken);
            await audit.RecordAsync(user.User, AccountEvents.Confirmed, proof.Method.ToString());
        }

        return proof.Outcome;
    }

    private async Task<UserIdentity> FindAsync(ClaimsPrincipal principal) =>
        await users.GetUserAsync(principal) ?? throw new UnauthorizedAccessException("Nobody is signed in.");
}
