using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;
using VoiceAgent.Core.Accounts;

namespace VoiceAgent.Web.Hosting.SignIn;

/// <summary>The web part of accounts: cookie, claims, revalidation of requests and circuits.</summary>
internal static class SignInServices
{
    /// <summary>How long a session outlives the change that ends it.</summary>
    public static readonly TimeSpan RevalidationInterval = TimeSpan.FromMinutes(1);

    public static IServiceCollection AddSignIn(this IServiceCollection services)
    {
        new IdentityBuilder(typeof(UserIdentity), services).AddSignInManager().AddClaimsPrincipalFactory<AccountClaims>();
        var authentication = services.AddAuthentication(IdentityConstants.ApplicationScheme);
        authentication.AddApplicationCookie();

        // Never set, but Identity's stamp validator signs out of this scheme when it rejects a session.
        authentication.AddTwoFactorRememberMeCookie();
        services.Configure<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme, SessionCookie.Configure);
        services.Configure<SecurityStampValidatorOptions>(options => options.ValidationInterval = RevalidationInterval);
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "voiceagent-antiforgery";
            options.Cookie.HttpOnly = true;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.AddAuthorization();
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, RevalidatingUserState>();
        services.AddScoped<CurrentAccount>();
        services.AddScoped<CurrentOrigin>();
        services.AddScoped<PasswordSignIn>();
        services.AddScoped<PasswordChange>();
        return services;
    }
}
