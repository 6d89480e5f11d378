using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Accounts.Passkeys;
using VoiceAgent.Core.Accounts.Sessions;
using VoiceAgent.Web.Hosting.Sessions;
using VoiceAgent.Web.Hosting.SignIn;

namespace VoiceAgent.Web.Hosting.Passkeys;

/// <summary>How adding a passkey ended.</summary>
public enum AddPasskeyOutcome
{
    Added,
    NameMissing,
    NameTooLong,
    TooMany,
    Refused,
}

/// <summary>The signed-in user's passkeys. Adding, renaming and removing ask for a fresh proof.</summary>
public sealed class PasskeySettings(
    Users users,
    SignInManager<UserIdentity> signIn,
    PasskeyRepository passkeys,
    UserSessions sessions,
    IStepUp stepUp,
    AccountAudit audit)
{
    public async Task<IReadOnlyList<Passkey>> ListAsync(ClaimsPrincipal principal, CancellationToken cancellationToken) =>
        await passkeys.ListAsync(IdOf(principal), cancellationToken);

    /// <summary>What the browser makes a passkey by, as JSON; the challenge goes into a cookie of this browser.</summary>
    public async Task<string> CreationOptionsAsync(ClaimsPrincipal principal)
    {
        var user = await FindAsync(principal);
        return await signIn.MakePasskeyCreationOptionsAsync(
            new PasskeyUserEntity { Id = user.User.Id.ToString(), Name = user.User.Email, DisplayName = user.User.Email });
    }

    /// <param name="principal">The signed-in user.</param>
    /// <param name="name">What the user calls it.</param>
    /// <param name="credential">What the browser made, as JSON.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<AddPasskeyOutcome> AddAsync(ClaimsPrincipal principal, string name, string credential, CancellationToken cancellationToken)
    {
        await stepUp.EnsureConfirmedAsync(cancellationToken);
        if (CheckName(name) is { } problem)
        {
            return problem;
        }

        var user = await FindAsync(principal);
        if ((await passkeys.ListAsync(user.User.Id, cancellationToken)).Count >= PasskeyRepository.MostPerUser)
        {
            return AddPasskeyOutcome.TooMany;
        }

        PasskeyAttestationResult result;
        try
        {
            result = await signIn.PerformPasskeyAttestationAsync(credential);
        }
        catch (InvalidOperationException)
        {
            // No challenge was given to this browser, or it was used or has expired.
            return AddPasskeyOutcome.Refused;
        }

        if (result is not { Succeeded: true, Passkey: { } passkey, UserEntity: { } entity } || entity.Id != user.User.Id.ToString())
        {
            return AddPasskeyOutcome.Refused;
        }

        passkey.Name = name.Trim();
        if (!(await users.AddOrUpdatePasskeyAsync(user, passkey)).Succeeded)
        {
            return AddPasskeyOutcome.Refused;
        }

        await audit.RecordAsync(user.User, AccountEvents.PasskeyAdded);
        return AddPasskeyOutcome.Added;
    }

    public async Task<AddPasskeyOutcome> RenameAsync(ClaimsPrincipal principal, string id, string name, CancellationToken cancellationToken)
    {
        await stepUp.EnsureConfirmedAsync(cancellationToken);
        if (CheckName(name) is { } problem)
        {
            return problem;
        }

        return await passkeys.RenameAsync(IdOf(principal), id, name.Trim(), cancellationToken) ? AddPasskeyOutcome.Added : AddPasskeyOutcome.Refused;
    }

    /// <summary>A removed passkey may be a lost device, so the user's other sessions end. False when there is no such passkey.</summary>
    public async Task<bool> RemoveAsync(ClaimsPrincipal principal, string id, CancellationToken cancellationToken)
    {
        await stepUp.EnsureConfirmedAsync(cancellationToken);
        if (!await passkeys.DeleteAsync(IdOf(principal), id, cancellationToken))
        {
            return false;
        }

        var user = await FindAsync(principal);
        await audit.RecordAsync(user.User, AccountEvents.PasskeyRemoved);
        await users.UpdateSecurityStampAsync(user);
        await signIn.RefreshSignInAsync(user);
        await sessions.EndOthersAsync(user.User.Id, SignedInUser.From(principal)?.SessionId, cancellationToken);
        return true;
    }

    private static AddPasskeyOutcome? CheckName(string name) => name.Trim().Length switch
    {
        0 => AddPasskeyOutcome.NameMissing,
        > PasskeyRepository.LongestName => AddPasskeyOutcome.NameTooLong,
        _ => null,
    };

    private static UserId IdOf(ClaimsPrincipal principal) =>
        SignedInUser.From(principal)?.UserId ?? throw new UnauthorizedAccessException("Nobody is signed in.");

    private async Task<UserIdentity> FindAsync(ClaimsPrincipal principal) =>
        await users.GetUserAsync(principal) ?? throw new UnauthorizedAccessException("Nobody is signed in.");
}
