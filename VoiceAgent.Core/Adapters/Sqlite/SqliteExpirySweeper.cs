using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace VoiceAgent.Core.Adapters.Sqlite;

/// <summary>Opens the database when the host starts, so that a damaged file is told then, and deletes expired documents every minute.</summary>
internal sealed partial class SqliteExpirySweeper(SqliteDocumentStore store, TimeProvider time, ILogger<SqliteExpirySweeper> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await store.ConnectAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await store.SweepAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogFailed(exception);
            }
        }
    }

    [LoggerMessage(1001, LogLevel.Error, "Expired documents could not be deleted; trying again in a minute")]
    private partial void LogFailed(Exception exception);
}
