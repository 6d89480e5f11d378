using Microsoft.AspNetCore.Http.Features;

namespace VoiceAgent.Web.Hosting.Security;

/// <summary>
/// Refuses a request that announces a body larger than its endpoint takes, with 413. Otherwise whoever reads the body first decides on
/// the status; a form, for example, would be a bad request. A body that grows without announcing it still stops at the limit.
/// </summary>
internal static class BodyLimit
{
    public static IApplicationBuilder UseBodyLimit(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.Request.ContentLength is not { } length
            || context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize is not { } limit
            || length <= limit)
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
        return Task.CompletedTask;
    });
}
