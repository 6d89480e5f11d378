using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using VoiceAgent.Core.Accounts;

namespace VoiceAgent.Web.Hosting;

/// <summary>Who is signed in. The account id comes from the sign-in claim and from nowhere else.</summary>
public sealed record SignedInUser(UserId UserId, AccountId AccountId, string Email)
{
    /// <summary>Claim that carries the <see cref="AccountId"/>.</summary>
    public const string AccountIdClaim = "voiceagent:account";

    /// <summary>Null when nobody is signed in.</summary>
    public static SignedInUser? From(ClaimsPrincipal principal)
    {
        ArgumentNullException.ThrowIfNull(principal);
        return UserId.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var user)
            && AccountId.TryParse(principal.FindFirstValue(AccountIdClaim), out var account)
            ? new SignedInUser(user, account, principal.FindFirstValue(ClaimTypes.Email) ?? string.Empty)
            : null;
    }
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
