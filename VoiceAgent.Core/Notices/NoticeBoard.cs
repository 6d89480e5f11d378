using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Notices;

/// <summary>Notices in storage.</summary>
internal sealed class NoticeBoard(IDocuments<AccountNotice> documents, TimeProvider time) : INotices
{
    private const int MaxOpen = 100;

    private readonly Lock _lock = new();
    private readonly Dictionary<AccountId, List<Action>> _watchers = [];

    public IDisposable Watch(AccountId account, Action changed)
    {
        ArgumentNullException.ThrowIfNull(changed);
        lock (_lock)
        {
            if (!_watchers.TryGetValue(account, out var watchers))
            {
                _watchers[account] = watchers = [];
            }

            watchers.Add(changed);
        }

        return new Watcher(this, account, changed);
    }

    public async Task RaiseAsync(AccountId account, NoticeDraft draft, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var open = await ListOpenAsync(account, cancellationToken);
        if (open.Any(notice => notice.Topic == draft.Topic && notice.Code == draft.Code))
        {
            return;
        }

        await CloseAsync(open.Where(notice => notice.Topic == draft.Topic), cancellationToken);
        var notice = new AccountNotice
        {
            Id = Guid.CreateVersion7().ToString("N"),
            AccountId = account,
            Topic = draft.Topic,
            Code = draft.Code,
            Level = draft.Level,
            Text = draft.Text,
            ActionUrl = draft.ActionUrl,
            CreatedAt = time.GetUtcNow(),
        };
        await documents.InsertAsync(notice, cancellationToken);
        Tell(account);
    }

    public Task<IReadOnlyList<AccountNotice>> ListOpenAsync(AccountId account, CancellationToken cancellationToken) => QueryAsync(
        new DocumentQuery<AccountNotice>
        {
            Where = notice => notice.AccountId == account && notice.IsOpen,
            OrderBy = notice => notice.CreatedAt,
            Descending = true,
            Take = MaxOpen,
        },
        cancellationToken);

    public Task<IReadOnlyList<AccountNotice>> ListAsync(AccountId account, int take, CancellationToken cancellationToken) => QueryAsync(
        new DocumentQuery<AccountNotice>
        {
            Where = notice => notice.AccountId == account,
            OrderBy = notice => notice.CreatedAt,
            Descending = true,
            Take = take,
        },
        cancellationToken);

    public async Task<bool> DismissAsync(AccountId account, string id, CancellationToken cancellationToken)
    {
        if (await documents.FindAsync(id, cancellationToken) is not { Document: { IsOpen: true } notice } || notice.AccountId != account)
        {
            return false;
        }

        await CloseAsync([notice], cancellationToken);
        Tell(account);
        return true;
    }

    public async Task SettleAsync(AccountId account, string topic, CancellationToken cancellationToken)
    {
        var settled = (await ListOpenAsync(account, cancellationToken)).Where(notice => notice.Topic == topic).ToList();
        if (settled.Count > 0)
        {
            await CloseAsync(settled, cancellationToken);
            Tell(account);
        }
    }

    private void Tell(AccountId account)
    {
        Action[] watchers;
        lock (_lock)
        {
            watchers = _watchers.TryGetValue(account, out var known) ? [.. known] : [];
        }

        Array.ForEach(watchers, static changed => changed());
    }

    private void Forget(AccountId account, Action changed)
    {
        lock (_lock)
        {
            if (_watchers.TryGetValue(account, out var watchers) && watchers.Remove(changed) && watchers.Count == 0)
            {
                _watchers.Remove(account);
            }
        }
    }

    private async Task CloseAsync(IEnumerable<AccountNotice> notices, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var notice in notices)
        {
            await documents.UpdateAsync(notice.Id, current => current.IsOpen ? current with { IsOpen = false, ClosedAt = now } : current, cancellationToken);
        }
    }

    private async Task<IReadOnlyList<AccountNotice>> QueryAsync(DocumentQuery<AccountNotice> query, CancellationToken cancellationToken) =>
        [.. (await documents.QueryAsync(query, cancellationToken)).Select(stored => stored.Document)];

    private sealed class Watcher(NoticeBoard board, AccountId account, Action changed) : IDisposable
    {
        public void Dispose() => board.Forget(account, changed);
    }
}
