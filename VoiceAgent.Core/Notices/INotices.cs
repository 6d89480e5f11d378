using VoiceAgent.Core.Accounts;

namespace VoiceAgent.Core.Notices;

/// <summary>The notices of each account.</summary>
public interface INotices
{
    /// <summary>
    /// Calls back whenever this process has changed the account's open notices, until the answer is disposed. The callback returns at
    /// once and does not throw.
    /// </summary>
    IDisposable Watch(AccountId account, Action changed);

    /// <summary>Shows a notice, unless one of the same topic and code is open already; other open ones of the topic are closed.</summary>
    Task RaiseAsync(AccountId account, NoticeDraft draft, CancellationToken cancellationToken);

    /// <summary>What is to be shown now, newest first.</summary>
    Task<IReadOnlyList<AccountNotice>> ListOpenAsync(AccountId account, CancellationToken cancellationToken);

    /// <summary>All notices, newest first, closed ones too.</summary>
    Task<IReadOnlyList<AccountNotice>> ListAsync(AccountId account, int take, CancellationToken cancellationToken);

    /// <summary>The owner has seen it; false when there is no such open notice.</summary>
    Task<bool> DismissAsync(AccountId account, string id, CancellationToken cancellationToken);

    /// <summary>It is no longer so: closes the open notices of the topic.</summary>
    Task SettleAsync(AccountId account, string topic, CancellationToken cancellationToken);
}
