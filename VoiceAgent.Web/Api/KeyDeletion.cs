using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Web.Api;

/// <summary>Deletes keys for programs, which have to say so twice when calls depend on the key.</summary>
internal sealed class KeyDeletion(IProviderKeys keys, ICallReadinessService readiness, AgentRepository agents)
{
    /// <summary>The agents that would stop answering, possibly none; null when nothing depends on the key.</summary>
    public async Task<IReadOnlyList<AgentReference>?> FindImpactAsync(AccountId account, ProviderName provider, CancellationToken cancellationToken)
    {
        var stored = await keys.ListAsync(account, cancellationToken);
        if (stored.FirstOrDefault(key => key.Provider == provider) is not { IsUsable: true })
        {
            return null;
        }

        var category = ProviderCatalog.Get(provider).Category;
        var isLast = !stored.Any(key => key.Provider != provider && key.IsUsable && ProviderCatalog.Get(key.Provider).Category == category);
        var stopped = new List<AgentReference>();
        foreach (var agent in await agents.ListAsync(account, cancellationToken))
        {
            var depends = isLast || agent.SpeechToText == provider || agent.LanguageModel == provider || agent.TextToSpeech == provider;
            if (depends && (await readiness.EvaluateAsync(account, agent, cancellationToken)).IsReady)
            {
                stopped.Add(new AgentReference(agent.Id.ToString(), agent.Name));
            }
        }

        return isLast || stopped.Count > 0 ? stopped : null;
    }

    /// <summary>False when there is no key.</summary>
    public Task<bool> DeleteAsync(AccountId account, ProviderName provider, CancellationToken cancellationToken) =>
        keys.DeleteAsync(account, provider, cancellationToken);
}
