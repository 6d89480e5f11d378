using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Accounts.Sessions;
using VoiceAgent.Core.Accounts.TwoFactor;
using VoiceAgent.Web.Hosting.Sessions;

namespace VoiceAgent.Web.Hosting.SignIn;

/// <summary>What an authenticator app takes.</summary>
/// <param name="Text">The key to type, in groups of four.</param>
/// <param name="Address">What the QR code says.</param>
public sealed record AuthenticatorKey(string Text, string Address);

/// <summary>Turns the second step on and off. Everything asks for a fresh proof, and a change ends the user's other sessions.</summary>
public sealed class TwoFactorSettings(Users users, SignInManager<UserIdentity> signIn, SecondFactors factors, UserSessions sessions, IStepUp stepUp, AccountAudit audit)
{
    private const string Issuer = "VoiceAgent";
    private const int GroupLength = 4;

    public async Task<(bool IsEnabled, int RecoveryCodesLeft)> StateAsync(ClaimsPrincipal principal)
    {
        var user = await FindAsync(principal);
        return (user.User.TwoFactorEnabled, await users.CountRecoveryCodesAsync(user));
    }

    /// <summary>The key for a new app. What was there before goes on working until a code of the new one is given.</summary>
    public async Task<AuthenticatorKey> BeginAsync(ClaimsPrincipal principal, CancellationToken cancellationToken)
    {
        await stepUp.EnsureConfirmedAsync(cancellationToken);
        var user = await FindAsync(principal);
        var key = await factors.BeginAsync(user.User, cancellationToken);
        try
        {
            var text = string.Join(' ', Base32.Encode(key).Chunk(GroupLength).Select(group => new string(group)));
            return new AuthenticatorKey(text, Totp.AddressOf(key, Issuer, user.User.Email));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>The recovery codes, which are never shown again; null when the code is wrong.</summary>
    public async Task<IReadOnlyList<string>?> EnableAsync(ClaimsPrincipal principal, string code, CancellationToken cancellationToken)
    {
        await stepUp.EnsureConfirmedAsync(cancellationToken);
        var user = await FindAsync(principal);
        if (!await factors.ProveAsync(user.User, code, cancellationToken))
        {
            return null;
        }

        await ChangeAsync(principal, isEnabled: true, cancellationToken);
        return await MakeCodesAsync(principal);
    }

    public async Task DisableAsync(ClaimsPrincipal principal, CancellationToken cancellationToken)
    {
        await stepUp.EnsureConfirmedAsync(cancellationToken);
        var user = await ChangeAsync(principal, isEnabled: false, cancellationToken);
        await factors.DeleteAsync(user.User.Id, cancellationToken);
    }

    /// <summary>New codes in place of all that are left; never shown again.</summary>
    public async Task<IReadOnlyList<string>> NewRecoveryCodesAsync(ClaimsPrincipal principal, CancellationToken cancellationToken)
    {
        await stepUp.EnsureConfirmedAsync(cancellationToken);
        await audit.RecordAsync((await FindAsync(principal)).User, AccountEvents.RecoveryCodesReplaced);
        return await MakeCodesAsync(principal);
    }

    private async Task<IReadOnlyList<string>> MakeCodesAsync(ClaimsPrincipal principal) =>
        [.. await users.GenerateNewTwoFactorRecoveryCodesAsync(await FindAsync(principal), RecoveryCodes.Count) ?? []];

    private async Task<UserIdentity> ChangeAsync(ClaimsPrincipal principal, bool isEnabled, CancellationToken cancellationToken)
    {
        var user = await FindAsync(principal);
        var changed = await users.SetTwoFactorEnabledAsync(user, isEnabled);
        if (!changed.Succeeded)
        {
            throw new InvalidOperationException($"The user could not be changed: {changed}");
        }

        await audit.RecordAsync(user.User, isEnabled ? AccountEvents.TwoStepEnabled : AccountEvents.TwoStepDisabled);
        await signIn.RefreshSignInAsync(user);
        await sessions.EndOthersAsync(user.User.Id, SignedInUser.From(principal)?.SessionId, cancellationToken);
        return user;
    }

    private async Task<UserIdentity> FindAsync(ClaimsPrincipal principal) =>
        await users.GetUserAsync(principal) ?? throw new UnauthorizedAccessException("Nobody is signed in.");
}
