using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Keys.Readiness;

/// <summary>Deletes keys the way people do: whoever would stop agents is asked first. Page and API share it.</summary>
public interface IKeyRemoval
{
    /// <summary>What stops when the key goes; an empty impact for a key that is not there.</summary>
    Task<DeletionImpact> ImpactAsync(AccountId account, ProviderName provider, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes the key. When agents would stop and <paramref name="confirmed"/> is false, nothing is deleted and the outcome says what
    /// would stop.
    /// </summary>
    Task<KeyRemovalOutcome> DeleteAsync(AccountId account, AuditActor by, ProviderName provider, bool confirmed, CancellationToken cancellationToken);
}

/// <summary>What the deletion of a key stops.</summary>
/// <param name="Provider">Whose key.</param>
/// <param name="IsLastUsable">Whether no other key of its category would be usable.</param>
/// <param name="StoppedAgents">Agents that answer calls now and would not without the key, by name.</param>
public sealed record DeletionImpact(ProviderName Provider, bool IsLastUsable, IReadOnlyList<StoppedAgent> StoppedAgents)
{
    /// <summary>Whether a person has to be asked first.</summary>
    public bool NeedsConfirmation => IsLastUsable || StoppedAgents.Count > 0;
}

/// <summary>An agent that would stop.</summary>
public sealed record StoppedAgent(AgentId Id, string Name);

/// <summary>Outcome of a deletion.</summary>
/// <param name="Deleted">False: there was no key, or it has to be confirmed.</param>
/// <param name="Impact">What stops; set when the deletion has to be confirmed.</param>
public sealed record KeyRemovalOutcome(bool Deleted, DeletionImpact? Impact = null);
