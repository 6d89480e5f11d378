using System.Security.Cryptography;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Accounts;

/// <summary>The accounts of this installation.</summary>
public sealed class AccountRepository(IDocuments<Account> documents, TimeProvider time)
{
    public static DocumentCollection<Account> Collection { get; } = new()
    {
        Name = "accounts",
        Id = account => account.Id.ToString(),
        Indexes = [DocumentIndex<Account>.Unique("webhook_token", account => account.WebhookToken)],
    };

    public async Task<Account> CreateAsync(string name, bool isDemo, CancellationToken cancellationToken)
    {
        var account = new Account
        {
            Id = AccountId.New(),
            Name = name,
            WebhookToken = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
            IsDemo = isDemo,
            CreatedAt = time.GetUtcNow(),
        };
        await documents.InsertAsync(account, cancellationToken);
        return account;
    }

    public async Task<Account?> FindAsync(AccountId id, CancellationToken cancellationToken) =>
        (await documents.FindAsync(id.ToString(), cancellationToken))?.Document;

    /// <summary>Removes the account itself and nothing that belongs to it: for an account that was never used.</summary>
    public Task<bool> DeleteAsync(AccountId id, CancellationToken cancellationToken) => documents.DeleteAsync(id.ToString(), cancellationToken);

    public async Task<Account?> FindByWebhookTokenAsync(string token, CancellationToken cancellationToken)
    {
        var query = new DocumentQuery<Account> { Where = account => account.WebhookToken == token, Take = 1 };
        return (await documents.QueryAsync(query, cancellationToken)) is [var found] ? found.Document : null;
    }
}
