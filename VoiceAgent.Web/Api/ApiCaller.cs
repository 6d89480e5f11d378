using System.Security.Claims;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Accounts.Tokens;
using VoiceAgent.Core.Audit;
using VoiceAgent.Web.Hosting;

namespace VoiceAgent.Web.Api;

/// <summary>Whose token a request showed. The account comes from the token and from nowhere else.</summary>
internal sealed record ApiCaller(UserId User, AccountId Account, AccessTokenId Token)
{
    public const string TokenClaim = "voiceagent:token";
    public const string ScopeClaim = "scope";

    public static ClaimsPrincipal Principal(AccessToken token) => new(new ClaimsIdentity(
        [
            new Claim(ClaimTypes.NameIdentifier, token.UserId.ToString()),
            new Claim(SignedInUser.AccountIdClaim, token.AccountId.ToString()),
            new Claim(TokenClaim, token.Id.ToString()),
            .. token.Scopes.Select(scope => new Claim(ScopeClaim, scope)),
        ],
        AccessTokenHandler.Scheme));

    /// <summary>Throws when the request came in without a token, which the endpoints' policy does not let happen.</summary>
    public static ApiCaller Of(HttpContext context) =>
        UserId.TryParse(context.User.FindFirstValue(ClaimTypes.NameIdentifier), out var user)
        && AccountId.TryParse(context.User.FindFirstValue(SignedInUser.AccountIdClaim), out var account)
        && AccessTokenId.TryParse(context.User.FindFirstValue(TokenClaim), out var token)
            ? new ApiCaller(user, account, token)
            : throw new UnauthorizedAccessException("The request carries no access token.");

    /// <summary>For the audit trail.</summary>
    public AuditActor Actor(HttpContext context)
    {
        var origin = VisitorOrigin.Of(context);
        return AuditActor.Of(User) with { AddressHash = origin.AddressHash, UserAgent = origin.UserAgent };
    }
}
