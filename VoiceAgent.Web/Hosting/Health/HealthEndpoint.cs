using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace VoiceAgent.Web.Hosting.Health;

/// <summary>
/// <c>GET /health</c>: 200 when ready, 503 before, and JSON such as
/// <c>{"status":"healthy","checks":{"startup":"healthy","storage":"up","vault":"open","voiceActivity":"silero"}}</c>. A locked
/// vault is degraded, which is ready too: the UI works. A database that cannot be reached is <c>down</c> and unhealthy. Further checks
/// are added with AddHealthChecks().
/// </summary>
internal static class HealthEndpoint
{
    private const string Vault = "vault";
    private const string Storage = "storage";

    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddSingleton<StartupState>();
        services.AddHealthChecks().AddCheck<StartupCheck>("startup");
        return services;
    }

    public static void MapHealth(this WebApplication app)
    {
        var startup = app.Services.GetRequiredService<StartupState>();
        app.Lifetime.ApplicationStarted.Register(startup.Complete);
        app.MapHealthChecks("/health", new HealthCheckOptions { ResponseWriter = WriteAsync }).AllowAnonymous();
    }

    /// <summary>Descriptions stay inside: they may name files.</summary>
    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.Headers.CacheControl = "no-store";
        var checks = report.Entries.ToDictionary(entry => entry.Key, entry => Shown(entry.Key, entry.Value));
        return context.Response.WriteAsJsonAsync(new HealthBody(Word(report.Status), checks), context.RequestAborted);
    }

    private static string Shown(string check, HealthReportEntry entry) =>
        entry.Data.TryGetValue("shown", out var word) ? $"{word}" : Word(check, entry.Status);

    private static string Word(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "healthy",
        HealthStatus.Degraded => "degraded",
        _ => "unhealthy",
    };

    private static string Word(string check, HealthStatus status) => check switch
    {
        Vault => status == HealthStatus.Healthy ? "open" : "locked",
        Storage => status == HealthStatus.Healthy ? "up" : "down",
        _ => Word(status),
    };

    private sealed record HealthBody(string Status, IReadOnlyDictionary<string, string> Checks);
}
