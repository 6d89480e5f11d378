using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Telephony;

/// <summary>The numbers of an account.</summary>
public sealed class PhoneLines(IDocuments<PhoneLine> documents, TimeProvider time)
{
    public static DocumentCollection<PhoneLine> Collection { get; } = new()
    {
        Name = "phone_lines",
        Id = line => PhoneLine.DocumentId(line.AccountId, line.Number),
        Indexes = [DocumentIndex<PhoneLine>.On("account_agent", line => line.AccountId, line => line.AgentId)],
    };

    public async Task<IReadOnlyList<PhoneLine>> ListAsync(AccountId account, CancellationToken cancellationToken)
    {
        var query = new DocumentQuery<PhoneLine> { Where = line => line.AccountId == account, OrderBy = line => line.Number };
        return [.. (await documents.QueryAsync(query, cancellationToken)).Select(stored => stored.Document)];
    }

    public async Task<PhoneLine?> FindAsync(AccountId account, string number, CancellationToken cancellationToken) =>
        (await documents.FindAsync(PhoneLine.DocumentId(account, number), cancellationToken))?.Document;

    /// <summary>Adds the number, or gives a known one another agent.</summary>
    public async Task AssignAsync(AccountId account, string number, AgentId? agent, CancellationToken cancellationToken)
    {
        var id = PhoneLine.DocumentId(account, number);
        if (await documents.UpdateAsync(id, line => line with { AgentId = agent }, cancellationToken) is not null)
        {
            return;
        }

        var created = new PhoneLine { AccountId = account, Number = number, AgentId = agent, CreatedAt = time.GetUtcNow() };
        try
        {
            await documents.InsertAsync(created, cancellationToken);
        }
        catch (DuplicateDocumentException)
        {
            await documents.UpdateAsync(id, line => line with { AgentId = agent }, cancellationToken);
        }
    }

    public Task<bool> RemoveAsync(AccountId account, string number, CancellationToken cancellationToken) =>
        documents.DeleteAsync(PhoneLine.DocumentId(account, number), cancellationToken);
}
