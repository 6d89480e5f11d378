using Microsoft.Extensions.Options;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Calls.Answering;
using VoiceAgent.Core.Telephony;
using VoiceAgent.Web.Hosting;
using VoiceAgent.Web.Hosting.Security;

namespace VoiceAgent.Web.Endpoints;

/// <summary>The doors that carriers come through.</summary>
internal static class TelephonyEndpoints
{
    public static IServiceCollection AddTelephonyEndpoints(this IServiceCollection services)
    {
        services.AddOptions<TelephonyOptions>().BindConfiguration(TelephonyOptions.SectionName).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TelephonyOptions>, TelephonyOptionsValidator>();
        services.AddSingleton<TelnyxWebhookEndpoint>();
        services.AddSingleton<TelnyxMediaEndpoint>();
        services.AddSingleton<IMediaAddress, MediaAddress>();
        services.AddSingleton<IWebhookAddress, WebhookAddress>();
        return services;
    }

    public static void MapTelephony(this WebApplication routes)
    {
        routes.MapPost(
            TelnyxWebhookEndpoint.Route,
            static (string token, HttpRequest request, TelnyxWebhookEndpoint endpoint, CancellationToken cancellationToken) =>
                endpoint.HandleAsync(token, request, cancellationToken)).DisableAntiforgery().AllowAnonymous().RequireRateLimiting(RateLimits.Webhooks);
        routes.MapGet(
            TelnyxMediaEndpoint.Route,
            static (string token, HttpContext context, TelnyxMediaEndpoint endpoint) => endpoint.HandleAsync(token, context)).AllowAnonymous().RequireRateLimiting(RateLimits.MediaSockets);
        if (routes.Services.GetRequiredService<IOptions<TelephonyOptions>>().Value.AllowUnannouncedMedia)
        {
            routes.MapGet(
                TelnyxMediaEndpoint.UnannouncedRoute,
                static (HttpContext context, TelnyxMediaEndpoint endpoint, IOptions<TelephonyOptions> options, UnannouncedCalls calls, Users users) =>
                    endpoint.HandleUnannouncedAsync(context, options, calls, users)).AllowAnonymous().RequireRateLimiting(RateLimits.MediaSockets);
        }
    }
}
