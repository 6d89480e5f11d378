using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Failover;

/// <summary>A provider failed during a call. Saved with the call.</summary>
/// <param name="At">When, from the answer of the call.</param>
/// <param name="Provider">Who failed.</param>
/// <param name="Kind">How.</param>
/// <param name="TakenOverBy">Who went on in its place, perhaps the same provider at a second try; null when nobody did.</param>
public sealed record ProviderIncident(TimeSpan At, ProviderName Provider, ProviderErrorKind Kind, ProviderName? TakenOverBy)
{
    /// <summary>How long after the failure whoever went on did so; null when nobody did.</summary>
    public TimeSpan? TakenOverAfter { get; init; }
}
