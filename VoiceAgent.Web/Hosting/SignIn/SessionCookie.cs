using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;

namespace VoiceAgent.Web.Hosting.SignIn;

/// <summary>The sign-in cookie: eight hours after the last use, at most a week after the password was typed, checked against the security stamp.</summary>
internal static class SessionCookie
{
    private const string SignedInAt = "voiceagent.signed_in_at";

    private static readonly TimeSpan Idle = TimeSpan.FromHours(8);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "voiceagent-session";
        options.Cookie.HttpOnly = true;
        options.Cookie.IsEssential = true;
        options.Cookie.Path = "/";
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.CookieManager = new HostPrefixCookies();
        options.LoginPath = "/account/sign-in";
        options.LogoutPath = "/account/sign-out";
        options.AccessDeniedPath = "/account/access-denied";
        options.ReturnUrlParameter = "returnUrl";
        options.ExpireTimeSpan = Idle;
        options.SlidingExpiration = true;
        options.Events.OnSigningIn = RememberWhenAsync;
        options.Events.OnValidatePrincipal = ValidateAsync;
    }

    private static Task RememberWhenAsync(CookieSigningInContext context)
    {
        // Kept through renewals, which sign in again with the same properties.
        var now = TimeOf(context.HttpContext).GetUtcNow();
        context.Properties.Items.TryAdd(SignedInAt, now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        return Task.CompletedTask;
    }

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        context.Properties.Items.TryGetValue(SignedInAt, out var signedInAt);
        var isDated = long.TryParse(signedInAt, CultureInfo.InvariantCulture, out var seconds);
        if (!isDated || TimeOf(context.HttpContext).GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(seconds) > Longest)
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
            return;
        }

        await SecurityStampValidator.ValidatePrincipalAsync(context);
    }

    private static TimeProvider TimeOf(HttpContext context) => context.RequestServices.GetRequiredService<TimeProvider>();
}
