using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Replay.Logs;

/// <summary>The logs of an account's calls.</summary>
public sealed class CallLogRepository(IDocuments<CallLog> documents)
{
    /// <summary>The log of a call; null when there is none, or the call is another account's.</summary>
    public async Task<CallLog?> FindAsync(AccountId account, CallId id, CancellationToken cancellationToken)
    {
        var stored = await documents.FindAsync(id.ToString(), cancellationToken);
        return stored?.Document.AccountId == account ? stored.Document : null;
    }

    /// <summary>Logs of the agent's last calls, newest first.</summary>
    public async Task<IReadOnlyList<CallLog>> ListAsync(AccountId account, AgentId agent, int take, CancellationToken cancellationToken)
    {
        var query = new DocumentQuery<CallLog>
        {
            Where = log => log.AccountId == account && log.AgentId == agent,
            OrderBy = log => log.StartedAt,
            Descending = true,
            Take = take,
        };
        return [.. (await documents.QueryAsync(query, cancellationToken)).Select(stored => stored.Document)];
    }

    public Task InsertAsync(AccountId account, CallLog log, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentOutOfRangeException.ThrowIfNotEqual(log.AccountId, account);
        return documents.InsertAsync(log, cancellationToken);
    }

    /// <summary>Deletes the log of a call, as it is to be done with the call itself; false when there is none.</summary>
    public async Task<bool> DeleteAsync(AccountId account, CallId id, CancellationToken cancellationToken) =>
        await FindAsync(account, id, cancellationToken) is not null && await documents.DeleteAsync(id.ToString(), cancellationToken);
}
