using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Common;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Failover;

/// <summary>
/// Takes note of provider failures away from the calls: logs each, and has a key tested that the provider refused or that has no credit
/// left, so that it is marked and its owner told. Thread-safe; telling never waits.
/// </summary>
public sealed partial class ProviderReports(IProviderKeys keys, ILogger<ProviderReports> logger) : BackgroundService
{
    // More at once tell nothing new.
    private readonly Channel<(AccountId Account, ProviderName Provider)> _refused = Channel.CreateBounded<(AccountId, ProviderName)>(
        new BoundedChannelOptions(256) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    public void Report(AccountId account, ProviderException failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        LogFailed(account.ToString(), failure.Provider, failure.Kind, failure.StatusCode);
        if (failure.Kind is ProviderErrorKind.Unauthorized or ProviderErrorKind.QuotaExceeded)
        {
            _refused.Writer.TryWrite((account, failure.Provider));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (account, provider) in _refused.Reader.ReadEachAsync(stoppingToken))
        {
            try
            {
                await keys.TestAsync(account, provider, stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogNotMarked(exception, account.ToString(), provider);
            }
        }
    }

    [LoggerMessage(3100, LogLevel.Warning, "A call of account {Account}: {Provider} failed: {Kind} {Status}")]
    private partial void LogFailed(string account, ProviderName provider, ProviderErrorKind kind, int? status);

    [LoggerMessage(3101, LogLevel.Error, "The {Provider} key of account {Account} could not be tested after a call had found it refused")]
    private partial void LogNotMarked(Exception exception, string account, ProviderName provider);
}
