using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Accounts.Sessions;

namespace VoiceAgent.Web.Hosting;

/// <summary>Who is signed in. The account id comes from the sign-in claim and from nowhere else.</summary>
public sealed record SignedInUser(UserId UserId, AccountId AccountId, string Email)
{
    /// <summary>Claim that carries the <see cref="AccountId"/>.</summary>
    public const string AccountIdClaim = "voiceagent:account";

    /// <summary>Claim that carries the <see cref="SessionId"/>.</summary>
    public const string SessionIdClaim = "voiceagent:session";

    /// <summary>The sign-in this is; null where somebody is known by other means than a browser's cookie.</summary>
    public SessionId? SessionId { get; init; }

    /// <summary>Null when nobody is signed in.</summary>
    public static SignedInUser? From(ClaimsPrincipal principal)
    {
        ArgumentNullException.ThrowIfNull(principal);
        return UserId.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var user)
            && AccountId.TryParse(principal.FindFirstValue(AccountIdClaim), out var account)
            ? new SignedInUser(user, account, principal.FindFirstValue(ClaimTypes.Email) ?? string.Empty) { SessionId = SessionOf(principal) }
            : null;
    }

    private static SessionId? SessionOf(ClaimsPrincipal principal) =>
        Core.Accounts.Sessions.SessionId.TryParse(principal.FindFirstValue(SessionIdClaim), out var session) ? session : null;
}

/// <summary>The signed-in user of this circuit or request.</summary>
public sealed class CurrentAccount(AuthenticationStateProvider authentication)
{
    /// <summary>Throws when nobody is signed in: pages that ask are behind <c>[Authorize]</c>.</summary>
    public async Task<SignedInUser> GetAsync()
    {
        var state = await authentication.GetAuthenticationStateAsync();
        return SignedInUser.From(state.User) ?? throw new UnauthorizedAccessException("Nobody is signed in.");
    }
}
