using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Web.Hosting.Security;
using VoiceAgent.Web.Hosting.Sessions;
using VoiceAgent.Web.Hosting.Settings;
using VoiceAgent.Web.Hosting.SignIn;

namespace VoiceAgent.Web.Hosting.Passkeys;

/// <summary>Passkeys: services, settings, and the two addresses that the account pages' script asks for challenges.</summary>
internal static class PasskeyServices
{
    public const string CreationOptions = "/account/passkey/creation-options";
    public const string RequestOptions = "/account/passkey/request-options";

    public static IServiceCollection AddPasskeys(this IServiceCollection services)
    {
        services.AddScoped<PasskeyAssertions>();
        services.AddScoped<PasskeySettings>();

        // Identity keeps the challenge in this cookie.
        services.AddAuthentication().AddCookie(IdentityConstants.TwoFactorUserIdScheme, options =>
        {
            options.Cookie.Name = "voiceagent-challenge";
            SessionCookie.ConfigureCookie(options);
            options.ExpireTimeSpan = TimeSpan.FromMinutes(5);
            options.SlidingExpiration = false;
        });
        services.AddSingleton<IConfigureOptions<IdentityPasskeyOptions>>(provider => new ConfigureOptions<IdentityPasskeyOptions>(options =>
        {
            options.ServerDomain = provider.GetRequiredService<IOptions<HostingOptions>>().Value.PasskeyDomain;
            options.UserVerificationRequirement = "required";
            options.ResidentKeyRequirement = "required";
            options.AuthenticatorTimeout = TimeSpan.FromMinutes(2);
        }));
        return services;
    }

    public static void MapPasskeys(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost(
            CreationOptions,
            static async (HttpContext context, IAntiforgery antiforgery, PasskeySettings passkeys) =>
                await antiforgery.IsRequestValidAsync(context) ? Json(await passkeys.CreationOptionsAsync(context.User)) : Results.BadRequest())
            .RequireAuthorization(StepUpRequirement.Policy)
            .RequireRateLimiting(RateLimits.AccountForms);
        endpoints.MapPost(
            RequestOptions,
            static async (HttpContext context, IAntiforgery antiforgery, Users users, SignInManager<UserIdentity> signIn) =>
                await antiforgery.IsRequestValidAsync(context)
                    ? Json(await signIn.MakePasskeyRequestOptionsAsync(await users.GetUserAsync(context.User)))
                    : Results.BadRequest())
            .AllowAnonymous()
            .RequireRateLimiting(RateLimits.AccountForms);
    }

    private static IResult Json(string options) => Results.Text(options, "application/json");
}
