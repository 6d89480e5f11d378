using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VoiceAgent.Core.Calls.Answering;

namespace VoiceAgent.Core.Calls;

/// <summary>
/// Lets calls finish when the server stops: new ones are refused, and what still rings or talks after the drain time is ended. At start
/// it closes the records of calls that an earlier life of the process did not live to close.
/// </summary>
public sealed partial class CallDrainService(
    CallAdmission admission,
    CallConnections connections,
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
        if (admission.Taken == 0)
        {
            return;
        }

        LogDraining(admission.Taken);
        await WaitForCallsAsync(options.Value.DrainTimeout, static () => { }, cancellationToken);

        // Calls are ended and saved even when the host's patience is over; that has a limit of its own.
        using var limit = new CancellationTokenSource(options.Value.EndTimeout, time);
        try
        {
            await connections.CloseAllAsync(limit.Token);
        }
        catch (Exception unexpected)
        {
            LogNotClosed(unexpected);
        }

        // Again and again: a call whose media stream opens this moment would be missed by one asking.
        await WaitForCallsAsync(options.Value.EndTimeout, () => host.EndAll(CallEndReason.ServerShutdown), limit.Token);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task WaitForCallsAsync(TimeSpan limit, Action before, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        before();
        while (admission.Taken > 0 && time.GetElapsedTime(began) < limit && !cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(Poll, time, CancellationToken.None);
            before();
        }
    }

    [LoggerMessage(2302, LogLevel.Warning, "{Count} calls were cut off when the server last stopped")]
    private partial void LogUnfinished(int count);

    [LoggerMessage(2303, LogLevel.Warning, "Calls that were still being connected could not all be ended")]
    private partial void LogNotClosed(Exception exception);

    [LoggerMessage(2301, LogLevel.Information, "Waiting for {Count} calls to end")]
    private partial void LogDraining(int count);
}
