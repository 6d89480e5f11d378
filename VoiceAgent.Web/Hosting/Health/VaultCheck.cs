using Microsoft.Extensions.Diagnostics.HealthChecks;
using VoiceAgent.Core.Keys;

namespace VoiceAgent.Web.Hosting.Health;

/// <summary>Degraded, which is still ready, while the vault is locked: the UI works and calls are refused. The reason is not for the public.</summary>
internal sealed class VaultCheck(IServiceProvider services) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(services.GetService<IVaultStatus>() is { State.IsLocked: true }
            ? HealthCheckResult.Degraded("locked")
            : HealthCheckResult.Healthy("open"));
}
