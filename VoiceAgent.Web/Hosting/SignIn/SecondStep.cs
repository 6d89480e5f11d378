using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using VoiceAgent.Core.Accounts;

namespace VoiceAgent.Web.Hosting.SignIn;

/// <summary>
/// Between the right password and the code of the app: a cookie of its own for five minutes says who has got that far and opens nothing.
/// </summary>
public sealed class SecondStep(Users users, SignInManager<UserIdentity> signIn, Proofs proofs, IHttpContextAccessor http)
{
    internal const string Scheme = "voiceagent.second-step";

    private const string StampClaim = "voiceagent:stamp";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private HttpContext Context => http.HttpContext ?? throw new InvalidOperationException("There is no request.");

    public Task BeginAsync(UserIdentity user)
    {
        ArgumentNullException.ThrowIfNull(user);
        var identity = new ClaimsIdentity(
            [new Claim(ClaimTypes.NameIdentifier, user.User.Id.ToString()), new Claim(StampClaim, user.User.SecurityStamp)],
            Scheme);
        return Context.SignInAsync(Scheme, new ClaimsPrincipal(identity));
    }

    /// <summary>Who has given the right password within the last minutes; null for nobody, and after a change of credentials.</summary>
    public async Task<UserIdentity?> FindPendingAsync()
    {
        if ((await Context.AuthenticateAsync(Scheme)).Principal is not { } pending
            || await users.FindByIdAsync(pending.FindFirstValue(ClaimTypes.NameIdentifier) ?? string.Empty) is not { } user)
        {
            return null;
        }

        return user.User.TwoFactorEnabled && pending.FindFirstValue(StampClaim) == user.User.SecurityStamp ? user : null;
    }

    /// <summary>Signs in when the code is right. Null when the password has to be given again.</summary>
    public async Task<ProofOutcome?> FinishAsync(string code, CancellationToken cancellationToken)
    {
        if (await FindPendingAsync() is not { } pending)
        {
            return null;
        }

        var proof = await proofs.CodeAsync(pending, code, cancellationToken);
        if (proof is { Outcome: ProofOutcome.Proved, User: { } user })
        {
            await Context.SignOutAsync(Scheme);
            await signIn.SignInAsync(user, isPersistent: false, proof.Method.ToString());
        }

        return proof.Outcome;
    }

    internal static void ConfigureCookie(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "voiceagent-second-step";
        SessionCookie.ConfigureCookie(options);
        options.ExpireTimeSpan = Patience;
        options.SlidingExpiration = false;
    }
}
