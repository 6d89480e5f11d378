using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Accounts.Sessions;
using VoiceAgent.Web.Hosting.Sessions;

namespace VoiceAgent.Web.Hosting.SignIn;

/// <summary>
/// The sign-in cookie: it names a session kept on the server, is worth nothing without it, and lives eight hours after its last use. The
/// session's id travels in the cookie's properties, which renewals keep, and is given to the principal as a claim on every request.
/// </summary>
internal static class SessionCookie
{
    private const string SessionKey = "voiceagent.session";

    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "voiceagent-session";
        ConfigureCookie(options);
        options.LoginPath = "/account/sign-in";
        options.LogoutPath = "/account/sign-out";
        options.AccessDeniedPath = "/account/access-denied";
        options.ReturnUrlParameter = "returnUrl";
        options.ExpireTimeSpan = UserSessions.Idle;
        options.SlidingExpiration = true;
        options.Events.OnSigningIn = StartSessionAsync;
        options.Events.OnValidatePrincipal = ValidateAsync;
    }

    /// <summary>What all cookies that say who somebody is have in common.</summary>
    public static void ConfigureCookie(CookieAuthenticationOptions options)
    {
        options.Cookie.HttpOnly = true;
        options.Cookie.IsEssential = true;
        options.Cookie.Path = "/";
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.CookieManager = new HostPrefixCookies();
    }

    private static async Task StartSessionAsync(CookieSigningInContext context)
    {
        // A sign-in that is refreshed, after a change of password, goes on in its session.
        if (context.Properties.Items.ContainsKey(SessionKey) || context.Principal is not { } principal)
        {
            return;
        }

        var services = context.HttpContext.RequestServices;
        var sessions = services.GetRequiredService<UserSessions>();
        if (SignedInUser.From(context.HttpContext.User) is { SessionId: { } previous } before)
        {
            await sessions.EndAsync(before.UserId, previous, CancellationToken.None);
        }

        var user = await services.GetRequiredService<Users>().GetUserAsync(principal) ?? throw new InvalidOperationException("This user is not stored.");
        var session = await sessions.StartAsync(
            user.User,
            MethodOf(principal),
            DeviceSummary.Device(context.Request.Headers.UserAgent),
            DeviceSummary.Network(context.HttpContext.Connection.RemoteIpAddress),
            context.HttpContext.RequestAborted);
        context.Properties.Items[SessionKey] = session.Id.ToString();
        await services.GetRequiredService<AccountAudit>().RecordAsync(user.User, AccountEvents.SignedIn, session.Method.ToString());
    }

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var sessions = context.HttpContext.RequestServices.GetRequiredService<UserSessions>();
        context.Properties.Items.TryGetValue(SessionKey, out var text);
        if (context.Principal is null
            || SignedInUser.From(context.Principal) is not { } user
            || !SessionId.TryParse(text, out var id)
            || await sessions.FindAsync(user.UserId, id, context.HttpContext.RequestAborted) is not { } session)
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
            return;
        }

        await SecurityStampValidator.ValidatePrincipalAsync(context);
        if (context.Principal is null)
        {
            await sessions.EndAsync(user.UserId, id, CancellationToken.None);
            return;
        }

        await sessions.SeenAsync(session, context.HttpContext.RequestAborted);
        NameSession(context.Principal, id);
    }

    private static void NameSession(ClaimsPrincipal principal, SessionId id)
    {
        if (principal.Identity is ClaimsIdentity identity && !principal.HasClaim(SignedInUser.SessionIdClaim, id.ToString()))
        {
            identity.AddClaim(new Claim(SignedInUser.SessionIdClaim, id.ToString()));
        }
    }

    private static SignInMethod MethodOf(ClaimsPrincipal principal) =>
        Enum.TryParse<SignInMethod>(principal.FindFirstValue(ClaimTypes.AuthenticationMethod), out var method) ? method : SignInMethod.Password;
}
