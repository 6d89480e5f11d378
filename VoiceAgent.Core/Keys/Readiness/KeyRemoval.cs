using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Keys.Readiness;

/// <summary>Judges, for every agent, readiness with the key and without it.</summary>
internal sealed class KeyRemoval(IProviderKeys keys, CallReadinessService readiness, AgentRepository agents) : IKeyRemoval
{
    public async Task<DeletionImpact> ImpactAsync(AccountId account, ProviderName provider, CancellationToken cancellationToken)
    {
        var stored = await keys.ListAsync(account, cancellationToken);
        var remaining = stored.Where(key => key.Provider != provider).ToList();
        var category = ProviderCatalog.Get(provider).Category;
        var isLast = readiness.HasUsable(category, stored) && !readiness.HasUsable(category, remaining);
        var stopped = (await agents.ListAsync(account, cancellationToken))
            .Where(agent => readiness.Judge(stored, agent).IsReady && !readiness.Judge(remaining, agent).IsReady)
            .Select(agent => new StoppedAgent(agent.Id, agent.Name));
        return new DeletionImpact(provider, isLast, [.. stopped]);
    }

    public async Task<KeyRemovalOutcome> DeleteAsync(
        AccountId account, AuditActor by, ProviderName provider, bool confirmed, CancellationToken cancellationToken)
    {
        if (!confirmed && await ImpactAsync(account, provider, cancellationToken) is { NeedsConfirmation: true } impact)
        {
            return new KeyRemovalOutcome(false, impact);
        }

        return new KeyRemovalOutcome(await keys.DeleteAsync(account, by, provider, cancellationToken));
    }
}
