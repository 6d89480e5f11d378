using VoiceAgent.Core.Notices;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Keys.Watching;

/// <summary>Tells the owner, once, when a key changes for the worse, and takes the notice back when it is well again.</summary>
internal sealed class KeyAlarm(INotices notices)
{
    /// <param name="isNews">Whether nobody was looking: whoever asked for a test sees its result.</param>
    public Task StatusChangedAsync(ProviderKey key, KeyStatus status, bool isNews, CancellationToken cancellationToken)
    {
        if (Describe(key.Provider, status) is not var (level, text))
        {
            return SettleAsync(key, cancellationToken);
        }

        return isNews ? RaiseAsync(key, status.ToString(), level, text, cancellationToken) : Task.CompletedTask;
    }

    /// <summary>A key that was deleted or replaced needs no notice any more.</summary>
    public async Task SettleAsync(ProviderKey key, CancellationToken cancellationToken)
    {
        await notices.SettleAsync(key.AccountId, Topic(key.Provider), cancellationToken);
        await notices.SettleAsync(key.AccountId, ReminderTopic(key.Provider), cancellationToken);
    }

    /// <summary>Other dates: what was said of the old ones holds no more.</summary>
    public Task DatesChangedAsync(ProviderKey key, CancellationToken cancellationToken) =>
        notices.SettleAsync(key.AccountId, ReminderTopic(key.Provider), cancellationToken);

    public Task RefusedInCallAsync(ProviderKey key, CancellationToken cancellationToken) => RaiseAsync(
        key,
        "RefusedInCall",
        NoticeLevel.Warning,
        $"{Name(key.Provider)} refused your key during a call, although the key itself works. It may lack a right, or the agent's model or voice may not be open to it.",
        cancellationToken);

    public Task ExpiresSoonAsync(ProviderKey key, DateOnly on, CancellationToken cancellationToken) => RemindAsync(
        key, $"ExpiresSoon:{on:yyyy-MM-dd}", NoticeLevel.Warning, $"Your {Name(key.Provider)} key expires on {on:d MMMM yyyy}. Make a new one there and enter it before that day.", cancellationToken);

    public Task ExpiredAsync(ProviderKey key, CancellationToken cancellationToken) => RemindAsync(
        key, "Expired", NoticeLevel.Problem, $"Your {Name(key.Provider)} key has expired and is not used for calls any more. Enter a new one, or change its date.", cancellationToken);

    public Task RotationDueAsync(ProviderKey key, DateOnly on, CancellationToken cancellationToken) => RemindAsync(
        key, $"RotationDue:{on:yyyy-MM-dd}", NoticeLevel.Info, $"You wanted to replace your {Name(key.Provider)} key by {on:d MMMM yyyy}. Make a new one there, enter it here, then revoke the old one.", cancellationToken);

    private static (NoticeLevel Level, string Text)? Describe(ProviderName provider, KeyStatus status) => status switch
    {
        KeyStatus.Invalid => (NoticeLevel.Problem, $"{Name(provider)} refuses your key. Calls cannot use it until you replace it."),
        KeyStatus.QuotaExceeded => (NoticeLevel.Problem, $"Your {Name(provider)} account has no credit left. Add credit there, then test the key."),
        KeyStatus.NeedsReentry => (NoticeLevel.Problem, $"The stored {Name(provider)} key can no longer be read. Enter it again."),
        KeyStatus.ValidLimited => (NoticeLevel.Warning, $"Your {Name(provider)} key works with limits only. Test it to see what it lacks."),
        _ => null,
    };

    private Task RaiseAsync(ProviderKey key, string code, NoticeLevel level, string text, CancellationToken cancellationToken) =>
        notices.RaiseAsync(key.AccountId, new NoticeDraft(Topic(key.Provider), code, level, text, Address(key.Provider)), cancellationToken);

    private Task RemindAsync(ProviderKey key, string code, NoticeLevel level, string text, CancellationToken cancellationToken) =>
        notices.RaiseAsync(key.AccountId, new NoticeDraft(ReminderTopic(key.Provider), code, level, text, Address(key.Provider)), cancellationToken);

    private static string Topic(ProviderName provider) => $"key:{provider}";

    private static string ReminderTopic(ProviderName provider) => $"key-date:{provider}";

    private static string Address(ProviderName provider) => $"/settings#provider-{ProviderCatalog.Get(provider).Slug}";

    private static string Name(ProviderName provider) => ProviderCatalog.Get(provider).DisplayName;
}
