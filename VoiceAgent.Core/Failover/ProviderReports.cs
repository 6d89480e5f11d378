using Microsoft.Extensions.Logging;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Failover;

/// <summary>
/// Passes on every failure of a provider in a call: to the log, and to whoever marks a refused key and tells its owner. Thread-safe; never
/// waits.
/// </summary>
public sealed partial class ProviderReports(IKeyFailures failures, ILogger<ProviderReports> logger)
{
    internal void Report(AccountId account, ProviderException failure, CallId? call)
    {
        ArgumentNullException.ThrowIfNull(failure);
        LogFailed(account.ToString(), failure.Provider, failure.Kind, failure.StatusCode);

        // Taken note of at once: there is nothing to wait for.
        _ = failures.ReportAsync(account, failure.Provider, failure.Kind, call, CancellationToken.None);
    }

    [LoggerMessage(3100, LogLevel.Warning, "A call of account {Account}: {Provider} failed: {Kind} {Status}")]
    private partial void LogFailed(string account, ProviderName provider, ProviderErrorKind kind, int? status);
}
