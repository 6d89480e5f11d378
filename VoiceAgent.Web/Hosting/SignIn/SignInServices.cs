using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Web.Hosting.Passkeys;
using VoiceAgent.Web.Hosting.Security;
using VoiceAgent.Web.Hosting.Sessions;

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
        authentication.AddCookie(SecondStep.Scheme, SecondStep.ConfigureCookie);
        services.AddPasskeys();
        services.Configure<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme, SessionCookie.Configure);
        services.Configure<SecurityStampValidatorOptions>(options => options.ValidationInterval = RevalidationInterval);
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "voiceagent-antiforgery";
            options.Cookie.HttpOnly = true;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.AddAuthorization(authorization =>
            authorization.AddPolicy(StepUpRequirement.Policy, policy => policy.RequireAuthenticatedUser().AddRequirements(new StepUpRequirement())));
        services.AddSingleton<IAuthorizationHandler, StepUpHandler>();
        services.AddScoped<IStepUp, StepUp>();
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, RevalidatingUserState>();
        services.AddScoped<CurrentAccount>();
        services.AddScoped<CurrentOrigin>();
        services.AddScoped<PasswordSignIn>();
        services.AddScoped<PasswordChange>();
        services.AddScoped<Proofs>();
        services.AddScoped<AccountAudit>();
        services.AddSingleton<AccountAttempts>();
        services.AddScoped<SecondStep>();
        services.AddScoped<StepUpConfirmation>();
        services.AddScoped<TwoFactorSettings>();
        return services;
    }
}
