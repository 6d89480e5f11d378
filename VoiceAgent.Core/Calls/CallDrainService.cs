using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace VoiceAgent.Core.Calls;

/// <summary>
/// Lets live calls finish when the server stops: new ones are refused, and what still talks after the drain time is ended. At start
/// it closes the records of calls that an earlier life of the process did not live to close.
/// </summary>
public sealed partial class CallDrainService(
    CallRegistry registry,
    CallHost host,
    CallRepository calls,
    IOptions<CallsOptions> options,
    TimeProvider time,
    ILogger<CallDrainService> logger) : IHostedLifecycleService
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (await calls.EndUnfinishedAsync(time.GetUtcNow(), cancellationToken) is > 0 and var ended)
        {
            LogUnfinished(ended);
        }
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs before any other service is stopped, so that a draining call still has all it needs.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        if (registry.Count == 0)
        {
            return;
        }

        LogDraining(registry.Count);
        await WaitForCallsAsync(options.Value.DrainTimeout, cancellationToken);
        host.EndAll(CallEndReason.ServerShutdown);
        await WaitForCallsAsync(options.Value.EndTimeout, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task WaitForCallsAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (registry.Count > 0 && time.GetElapsedTime(began) < limit && !cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(Poll, time, CancellationToken.None);
        }
    }

    [LoggerMessage(2302, LogLevel.Warning, "{Count} calls were cut off when the server last stopped")]
    private partial void LogUnfinished(int count);

    [LoggerMessage(2301, LogLevel.Information, "Waiting for {Count} calls to end")]
    private partial void LogDraining(int count);
}
