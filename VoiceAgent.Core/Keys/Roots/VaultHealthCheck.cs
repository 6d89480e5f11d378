using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace VoiceAgent.Core.Keys.Roots;

/// <summary>
/// A locked vault is degraded, not unhealthy: the pages work and say what to do, so nobody should restart the process for it. So is a
/// vault that would not open again after a restart.
/// </summary>
internal sealed class VaultHealthCheck(IVaultStatus vault) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult((vault.State.LockedBecause ?? vault.State.Warning) is { } reason ? HealthCheckResult.Degraded(reason) : HealthCheckResult.Healthy("The key vault is open."));
}
