using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Failover;

/// <summary>
/// Asks providers that are believed down, once their rest is over, with the request that tests a key. A provider that answers is
/// tried by the next call again.
/// </summary>
public sealed partial class ProviderRecovery(ProviderCircuits circuits, IProviderKeys keys, TimeProvider time, ILogger<ProviderRecovery> logger)
    : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    /// <summary>Asks those that are due now.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        foreach (var (account, provider) in circuits.TakeDue())
        {
            try
            {
                var result = await keys.TestAsync(account, provider, cancellationToken);
                var answers = result?.Verdict is KeyVerdict.Valid or KeyVerdict.ValidLimited;
                circuits.Probed(account, provider, answers);
                LogAsked(account.ToString(), provider, answers);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                LogNotAsked(exception, account.ToString(), provider);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await LookAsync(stoppingToken);
        }
    }

    [LoggerMessage(3102, LogLevel.Information, "Account {Account}: {Provider} was asked whether it is back: {Answers}")]
    private partial void LogAsked(string account, ProviderName provider, bool answers);

    [LoggerMessage(3103, LogLevel.Warning, "Account {Account}: {Provider} could not be asked whether it is back")]
    private partial void LogNotAsked(Exception exception, string account, ProviderName provider);
}
