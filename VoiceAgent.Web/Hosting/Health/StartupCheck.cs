using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace VoiceAgent.Web.Hosting.Health;

/// <summary>Unhealthy until the process has finished starting.</summary>
internal sealed class StartupCheck(StartupState startup) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(startup.IsComplete ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("starting"));
}
