using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace VoiceAgent.Core.Storage;

/// <summary>Unhealthy while the database does not answer.</summary>
internal sealed class StorageHealthCheck(IDocumentStore store) : IHealthCheck
{
    /// <summary>Shorter than the patience of those who usually ask.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            await store.CheckAsync(either.Token);
            return HealthCheckResult.Healthy();
        }
        catch (StorageException problem)
        {
            return HealthCheckResult.Unhealthy(problem.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy("The database does not answer.");
        }
    }
}
