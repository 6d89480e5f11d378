using VoiceAgent.Core.Telephony;
using VoiceAgent.Web.Hosting;
using VoiceAgent.Web.Hosting.Security;

namespace VoiceAgent.Web.Endpoints;

/// <summary>The two doors that carriers come through.</summary>
internal static class TelephonyEndpoints
{
    public static IServiceCollection AddTelephonyEndpoints(this IServiceCollection services)
    {
        services.AddSingleton<TelnyxWebhookEndpoint>();
        services.AddSingleton<TelnyxMediaEndpoint>();
        services.AddSingleton<IMediaAddress, MediaAddress>();
        services.AddSingleton<IWebhookAddress, WebhookAddress>();
        return services;
    }

    public static void MapTelephony(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(
            TelnyxWebhookEndpoint.Route,
            static (string token, HttpRequest request, TelnyxWebhookEndpoint endpoint, CancellationToken cancellationToken) =>
                endpoint.HandleAsync(token, request, cancellationToken)).DisableAntiforgery().AllowAnonymous().RequireRateLimiting(RateLimits.Webhooks);
        routes.MapGet(
            TelnyxMediaEndpoint.Route,
            static (string token, HttpContext context, TelnyxMediaEndpoint endpoint) => endpoint.HandleAsync(token, context)).AllowAnonymous().RequireRateLimiting(RateLimits.MediaSockets);
    }
}
