using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace VoiceAgent.Web.Hosting.Health;

/// <summary>
/// <c>GET /health</c>: 200 when ready, 503 before, and JSON such as
/// <c>{"status":"healthy","checks":{"startup":"healthy","vault":"open"}}</c>. Further checks are added with AddHealthChecks().
/// </summary>
internal static class HealthEndpoint
{
    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddSingleton<StartupState>();
        services.AddHealthChecks().AddCheck<StartupCheck>("startup").AddCheck<VaultCheck>("vault");
        return services;
    }

    public static void MapHealth(this WebApplication app)
    {
        var startup = app.Services.GetRequiredService<StartupState>();
        app.Lifetime.ApplicationStarted.Register(startup.Complete);
        app.MapHealthChecks("/health", new HealthCheckOptions { ResponseWriter = WriteAsync }).AllowAnonymous();
    }

    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.Headers.CacheControl = "no-store";
        var body = new HealthBody(Name(report.Status), report.Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Description ?? Name(entry.Value.Status)));
        return context.Response.WriteAsJsonAsync(body, context.RequestAborted);
    }

    private static string Name(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "healthy",
        HealthStatus.Degraded => "degraded",
        _ => "unhealthy",
    };

    private sealed record HealthBody(string Status, IReadOnlyDictionary<string, string> Checks);
}
