using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Common;
using VoiceAgent.Core.Telephony;

namespace VoiceAgent.Core.Calls.Answering;

/// <summary>
/// Takes carrier events off the webhook's hands, which has to answer at once. Events of one call are handled one after another, in
/// the order of arrival; calls do not wait for each other. Also gives up calls that never connect, and those whose owner takes them back.
/// </summary>
public sealed partial class CarrierEventQueue(
    CarrierEvents events, CallConnections connections, RingingCalls ringing, CallHost host, CarrierLegs legs, TimeProvider time, ILogger<CarrierEventQueue> logger) : BackgroundService
{
    private static readonly TimeSpan SweepPeriod = TimeSpan.FromSeconds(5);

    private readonly Channel<CarrierWork> _arrivals = Channel.CreateBounded<CarrierWork>(new BoundedChannelOptions(4096) { SingleReader = true });

    // Owned by the one reader loop: what waits behind the event of a call that is being handled.
    private readonly Dictionary<(AccountId, string), Lane> _lanes = [];

    /// <summary>False when so many events wait that the carrier should deliver this one again later.</summary>
    public bool TryEnqueue(AccountId account, CarrierEvent carrierEvent) => _arrivals.Writer.TryWrite(new CarrierWork(account, carrierEvent));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var scope = new TaskScope(stoppingToken);
        scope.Start("sweep", SweepAsync);
        scope.Start("cancel", CancelAsync);
        await foreach (var work in _arrivals.Reader.ReadEachAsync(stoppingToken))
        {
            foreach (var finished in _lanes.Where(lane => lane.Value.Work.IsCompleted).Select(lane => lane.Key).ToList())
            {
                _lanes.Remove(finished);
            }

            var key = (work.Account, work.Event.CallControlId);
            var previous = _lanes.TryGetValue(key, out var lane) ? lane.Work : Task.CompletedTask;
            _lanes[key] = new Lane(HandleAfterAsync(previous, work, stoppingToken));
        }
    }

    private async Task HandleAfterAsync(Task previous, CarrierWork work, CancellationToken cancellationToken)
    {
        await previous;
        try
        {
            if (legs.TryTell(work.Account, work.Event))
            {
                // Of a leg that a call makes: whoever makes it decides what comes of it.
                return;
            }

            await events.HandleAsync(work.Account, work.Event, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The server is stopping.
        }
        catch (Exception unexpected)
        {
            LogFailed(unexpected, work.Event.Kind);
        }
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(SweepPeriod, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            try
            {
                await connections.CloseOverdueAsync(cancellationToken);
            }
            catch (Exception unexpected) when (unexpected is not OperationCanceledException)
            {
                LogFailed(unexpected, CarrierEventKind.HungUp);
            }
        }
    }

    private async Task CancelAsync(CancellationToken cancellationToken)
    {
        await foreach (var (account, id) in ringing.Cancelled.ReadEachAsync(cancellationToken))
        {
            try
            {
                if (!await connections.EndAsync(account, id, CallEndReason.Cancelled, cancellationToken))
                {
                    // Answered meanwhile.
                    host.End(account, id, CallEndReason.HungUpByUser);
                }
            }
            catch (Exception unexpected) when (unexpected is not OperationCanceledException)
            {
                LogFailed(unexpected, CarrierEventKind.HungUp);
            }
        }
    }

    private sealed record CarrierWork(AccountId Account, CarrierEvent Event);

    private sealed record Lane(Task Work);

    [LoggerMessage(2201, LogLevel.Error, "A carrier event {Kind} could not be handled")]
    private partial void LogFailed(Exception exception, CarrierEventKind kind);
}
