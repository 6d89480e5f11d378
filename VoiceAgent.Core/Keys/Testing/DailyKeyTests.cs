using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VoiceAgent.Core.Keys.Watching;

namespace VoiceAgent.Core.Keys.Testing;

/// <summary>
/// Tests, once a day, every key that calls have used within a week, and reminds of dates. The tests of a round are spread over the day
/// by the key's own fingerprint, so that neither this server nor a provider sees them all at once.
/// </summary>
internal sealed class DailyKeyTests(
    ProviderKeyStore store, KeyTester tester, KeyReminders reminders, IVaultStatus vault, TimeProvider time, ILogger<DailyKeyTests> logger) : BackgroundService
{
    public static readonly TimeSpan Round = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan InUse = TimeSpan.FromDays(7);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Round, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RunRoundAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                Log.DailyTestsFailed(logger, exception.GetType().Name);
            }
        }
    }

    /// <summary>Tests what is due now and looks at the dates of all keys.</summary>
    public async Task RunRoundAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await reminders.RunAsync(now, cancellationToken);
        if (vault.State.IsLocked)
        {
            return;
        }

        foreach (var key in await store.ListUncheckedAsync(now - InUse, now - Day, cancellationToken))
        {
            if (IsDue(key, now) && key.StateAt(now) is not (KeyStatus.Disabled or KeyStatus.Expired or KeyStatus.NeedsReentry))
            {
                await TestAsync(key, cancellationToken);
            }
        }
    }

    /// <summary>A day after the last test, later by up to an hour and a half that differs from key to key.</summary>
    internal static bool IsDue(ProviderKey key, DateTimeOffset now) => now - key.CheckedAt >= Day + Jitter(key);

    private static TimeSpan Jitter(ProviderKey key) => TimeSpan.FromSeconds((uint)key.Id.GetHashCode() % 5400);

    private async Task TestAsync(ProviderKey key, CancellationToken cancellationToken)
    {
        try
        {
            await tester.TestAsync(key, KeyTestRequest.Daily, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // One key's trouble keeps the others from nothing.
            Log.DailyTestFailed(logger, key.Provider, key.AccountId, exception.GetType().Name);
        }
    }
}
