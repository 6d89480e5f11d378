using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Agents;

/// <summary>The agents of an account.</summary>
public sealed class AgentRepository(IDocuments<Agent> documents)
{
    public static DocumentCollection<Agent> Collection { get; } = new()
    {
        Name = "agents",
        Id = agent => agent.Id.ToString(),
        Indexes = [DocumentIndex<Agent>.On("account_name", agent => agent.AccountId, agent => agent.Name)],
        Upgrades = [AgentUpgrades.OneProviderToOrder, AgentUpgrades.OneModelToPicks],
    };

    /// <summary>Raised on this server, after an agent was stored anew or deleted.</summary>
    public event EventHandler<AgentChangedEventArgs>? Changed;

    public async Task<IReadOnlyList<Agent>> ListAsync(AccountId account, CancellationToken cancellationToken)
    {
        var query = new DocumentQuery<Agent> { Where = agent => agent.AccountId == account, OrderBy = agent => agent.Name };
        return [.. (await documents.QueryAsync(query, cancellationToken)).Select(stored => stored.Document)];
    }

    public async Task<Agent?> FindAsync(AccountId account, AgentId id, CancellationToken cancellationToken)
    {
        var stored = await documents.FindAsync(id.ToString(), cancellationToken);
        return stored?.Document.AccountId == account ? stored.Document : null;
    }

    public Task InsertAsync(AccountId account, Agent agent, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(agent.AccountId, account);
        return documents.InsertAsync(agent, cancellationToken);
    }

    /// <summary>Writes the agent as it now is; false when it does not exist or is another account's.</summary>
    public async Task<bool> SaveAsync(AccountId account, Agent agent, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(agent.AccountId, account);
        var saved = await documents.UpdateAsync(agent.Id.ToString(), stored => stored.AccountId == account ? agent : stored, cancellationToken);
        return saved?.AccountId == account && Tell(account, agent.Id);
    }

    public async Task<bool> DeleteAsync(AccountId account, AgentId id, CancellationToken cancellationToken) =>
        await FindAsync(account, id, cancellationToken) is not null && await documents.DeleteAsync(id.ToString(), cancellationToken) && Tell(account, id);

    private bool Tell(AccountId account, AgentId agent)
    {
        Changed?.Invoke(this, new AgentChangedEventArgs(account, agent));
        return true;
    }
}
