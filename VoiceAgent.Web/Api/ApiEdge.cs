using VoiceAgent.Core.Keys;
using VoiceAgent.Web.Hosting.Security;

namespace VoiceAgent.Web.Api;

/// <summary>
/// The edge of everything below <c>/api</c>: counts requests per network, keeps answers out of caches, and gives every failure, also those
/// of routing and of the server itself, the one form of <see cref="ApiProblem"/>.
/// </summary>
internal static partial class ApiEdge
{
    public static IApplicationBuilder UseApiEdge(this IApplicationBuilder app) =>
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase), branch => branch.Use(HandleAsync));

    private static async Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers.CacheControl = "no-store";
        var limits = context.RequestServices.GetRequiredService<ApiLimits>();
        if (!limits.Admits(RateLimits.NetworkOf(context.Connection.RemoteIpAddress)))
        {
            context.Response.Headers.RetryAfter = $"{ApiLimits.RetryAfterSeconds}";
            await ApiProblems.WriteAsync(context, ApiProblems.TooManyRequests);
            return;
        }

        try
        {
            await next(context);
        }
        catch (VaultLockedException) when (!context.Response.HasStarted)
        {
            await ApiProblems.WriteAsync(context, ApiProblems.VaultLocked);
        }
        catch (BadHttpRequestException refused) when (!context.Response.HasStarted)
        {
            await ApiProblems.WriteAsync(context, ApiProblems.Of(refused.StatusCode));
        }
        catch (Exception failure) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            Failed(context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("VoiceAgent.Web.Api"), failure);
            await ApiProblems.WriteAsync(context, ApiProblems.Of(StatusCodes.Status500InternalServerError));
        }

        var response = context.Response;
        if (response is { HasStarted: false, StatusCode: >= 400, ContentType: null, ContentLength: null or 0 })
        {
            await ApiProblems.WriteAsync(context, ApiProblems.Of(response.StatusCode));
        }
    }

    [LoggerMessage(5001, LogLevel.Error, "A request of the API failed.")]
    private static partial void Failed(ILogger logger, Exception failure);
}
