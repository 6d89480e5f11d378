using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Calls;

/// <summary>The calls of an account.</summary>
public sealed class CallRepository(IDocuments<Call> documents)
{
    public static DocumentCollection<Call> Collection { get; } = new()
    {
        Name = "calls",
        Id = call => call.Id.ToString(),
        Indexes =
        [
            DocumentIndex<Call>.On("account_started", call => call.AccountId, call => call.StartedAt),
            DocumentIndex<Call>.On("account_ended", call => call.AccountId, call => call.EndedAt),
        ],
    };

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<Call>> ListAsync(AccountId account, int skip, int take, CancellationToken cancellationToken)
    {
        var query = new DocumentQuery<Call>
        {
            Where = call => call.AccountId == account,
            OrderBy = call => call.StartedAt,
            Descending = true,
            Skip = skip,
            Take = take,
        };
        return [.. (await documents.QueryAsync(query, cancellationToken)).Select(stored => stored.Document)];
    }

    public Task<long> CountAsync(AccountId account, CancellationToken cancellationToken) =>
        documents.CountAsync(call => call.AccountId == account, cancellationToken);

    public async Task<Call?> FindAsync(AccountId account, CallId id, CancellationToken cancellationToken)
    {
        var stored = await documents.FindAsync(id.ToString(), cancellationToken);
        return stored?.Document.AccountId == account ? stored.Document : null;
    }

    public Task InsertAsync(AccountId account, Call call, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(call.AccountId, account);
        return documents.InsertAsync(call, cancellationToken);
    }

    /// <summary>Writes the call as it now is; false when it does not exist or is another account's.</summary>
    public async Task<bool> SaveAsync(AccountId account, Call call, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(call.AccountId, account);
        var saved = await documents.UpdateAsync(call.Id.ToString(), stored => stored.AccountId == account ? call : stored, cancellationToken);
        return saved?.AccountId == account;
    }

    /// <summary>Writes down how far a call that has not ended has come: its id at the carrier and when it was answered.</summary>
    public async Task<bool> SaveProgressAsync(AccountId account, Call call, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(call.AccountId, account);
        var saved = await documents.UpdateAsync(
            call.Id.ToString(),
            stored => stored.AccountId == account && stored.EndedAt is null
                ? stored with { CallControlId = call.CallControlId, AnsweredAt = call.AnsweredAt ?? stored.AnsweredAt }
                : stored,
            cancellationToken);
        return saved?.AccountId == account;
    }

    /// <summary>
    /// Ends, for every account, the calls that an earlier life of this process left unfinished. For start-up only, before any call
    /// is taken.
    /// </summary>
    public async Task<int> EndUnfinishedAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var ended = 0;
        var query = new DocumentQuery<Call> { Where = call => call.EndedAt == null };
        while (await documents.QueryAsync(query, cancellationToken) is { Count: > 0 } unfinished)
        {
            foreach (var stored in unfinished)
            {
                var closed = stored.Document with { EndedAt = now, EndReason = CallEndReason.ServerShutdown };
                await documents.UpdateAsync(closed.Id.ToString(), call => call.EndedAt is null ? closed : call, cancellationToken);
                ended++;
            }
        }

        return ended;
    }
}
