using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Failover;

/// <summary>How a provider last failed in a call.</summary>
/// <param name="Incident">The failure.</param>
/// <param name="Call">The call.</param>
/// <param name="At">When it failed.</param>
/// <param name="Calls">In how many of the calls looked at it failed.</param>
public sealed record LastFailure(ProviderIncident Incident, CallId Call, DateTimeOffset At, int Calls)
{
    /// <summary>The last failure of each provider that failed in one of these calls.</summary>
    public static IReadOnlyDictionary<ProviderName, LastFailure> LastOf(IEnumerable<Call> calls)
    {
        ArgumentNullException.ThrowIfNull(calls);
        return calls
            .SelectMany(call => call.Incidents.Select(incident => new LastFailure(incident, call.Id, (call.AnsweredAt ?? call.StartedAt) + incident.At, 1)))
            .GroupBy(trouble => trouble.Incident.Provider)
            .ToDictionary(
                failures => failures.Key,
                failures => failures.MaxBy(trouble => trouble.At)! with { Calls = failures.Select(trouble => trouble.Call).Distinct().Count() });
    }
}
