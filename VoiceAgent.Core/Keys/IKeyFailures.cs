using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Keys;

/// <summary>
/// Where the call path says that a provider refused a key. What follows happens in the background: the key is tested again within the
/// limits, its state changes, and the account's owner is told once.
/// </summary>
public interface IKeyFailures
{
    /// <summary>
    /// Takes note at once and never throws: it touches neither storage nor network, so that a call may report from anywhere but the
    /// audio path. Only <see cref="ProviderErrorKind.Unauthorized"/> (401, 403) and <see cref="ProviderErrorKind.QuotaExceeded"/> (402)
    /// say something about a key; other kinds are ignored. Reports of one key that has not been looked at yet count as one.
    /// </summary>
    /// <param name="call">The call it happened on, if there was one.</param>
    Task ReportAsync(AccountId account, ProviderName provider, ProviderErrorKind kind, CallId? call, CancellationToken cancellationToken);
}
