using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using VoiceAgent.Core.Accounts;

namespace VoiceAgent.Web.Hosting.SignIn;

/// <summary>What the sign-in cookie says: who, of which account, and the security stamp it is checked by.</summary>
internal sealed class AccountClaims(IOptions<IdentityOptions> options) : IUserClaimsPrincipalFactory<UserIdentity>
{
    public Task<ClaimsPrincipal> CreateAsync(UserIdentity user)
    {
        var known = user.User;
        var types = options.Value.ClaimsIdentity;
        var identity = new ClaimsIdentity(
            [
                new Claim(types.UserIdClaimType, known.Id.ToString()),
                new Claim(types.UserNameClaimType, known.Email),
                new Claim(types.EmailClaimType, known.Email),
                new Claim(SignedInUser.AccountIdClaim, known.AccountId.ToString()),
                new Claim(types.SecurityStampClaimType, known.SecurityStamp),
            ],
            IdentityConstants.ApplicationScheme,
            types.UserNameClaimType,
            types.RoleClaimType);
        return Task.FromResult(new ClaimsPrincipal(identity));
    }
}
