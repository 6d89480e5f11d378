using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Tools.Settings;

/// <summary>What the agents of an account may use.</summary>
public sealed class AgentToolsets(IDocuments<AgentToolset> documents)
{
    /// <summary>The agent's toolset; one without tools where nothing was ever set.</summary>
    public async Task<AgentToolset> FindAsync(AccountId account, AgentId agent, CancellationToken cancellationToken)
    {
        var stored = await documents.FindAsync(agent.ToString(), cancellationToken);
        return stored?.Document is { } toolset && toolset.AccountId == account ? toolset : AgentToolset.None(account, agent);
    }

    public async Task<IReadOnlyList<AgentToolset>> ListAsync(AccountId account, CancellationToken cancellationToken)
    {
        var query = new DocumentQuery<AgentToolset> { Where = toolset => toolset.AccountId == account };
        return [.. (await documents.QueryAsync(query, cancellationToken)).Select(stored => stored.Document)];
    }

    /// <summary>Changes the toolset as it stands in storage and gives what it is now.</summary>
    public async Task<AgentToolset> ChangeAsync(
        AccountId account, AgentId agent, Func<AgentToolset, AgentToolset> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        while (true)
        {
            var changed = await documents.UpdateAsync(agent.ToString(), stored => stored.AccountId == account ? change(stored) : stored, cancellationToken);
            if (changed is not null)
            {
                return changed.AccountId == account ? changed : AgentToolset.None(account, agent);
            }

            try
            {
                var made = change(AgentToolset.None(account, agent));
                await documents.InsertAsync(made, cancellationToken);
                return made;
            }
            catch (DuplicateDocumentException)
            {
                // Somebody else made it this moment: theirs is changed.
            }
        }
    }

    /// <summary>Changes a toolset that is stored; null when there is none, or it is not the account's.</summary>
    internal async Task<AgentToolset?> ChangeStoredAsync(
        AccountId account, AgentId agent, Func<AgentToolset, AgentToolset> change, CancellationToken cancellationToken)
    {
        var changed = await documents.UpdateAsync(agent.ToString(), stored => stored.AccountId == account ? change(stored) : stored, cancellationToken);
        return changed?.AccountId == account ? changed : null;
    }

    public async Task DeleteAsync(AccountId account, AgentId agent, CancellationToken cancellationToken)
    {
        if ((await documents.FindAsync(agent.ToString(), cancellationToken))?.Document.AccountId == account)
        {
            await documents.DeleteAsync(agent.ToString(), cancellationToken);
        }
    }
}
