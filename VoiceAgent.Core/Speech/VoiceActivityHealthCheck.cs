using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace VoiceAgent.Core.Speech;

/// <summary>Says which detector listens. The built-in one is healthy too: calls work, but noise and music are told from voices less well.</summary>
internal sealed class VoiceActivityHealthCheck(IVoiceActivityDetectors detectors) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(HealthCheckResult.Healthy(
            detectors.Limitation,
            new Dictionary<string, object>(StringComparer.Ordinal) { ["shown"] = detectors.Name }));
}
