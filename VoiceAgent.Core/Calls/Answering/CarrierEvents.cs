using Microsoft.Extensions.Logging;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Telephony;

namespace VoiceAgent.Core.Calls.Answering;

/// <summary>
/// Acts on what the carrier tells about a call. Events of one call are handled one after another (<see cref="CarrierEventQueue"/>), in
/// whatever order they came: a call that has ended does not come back.
/// </summary>
public sealed partial class CarrierEvents(
    InboundCalls inbound,
    CallConnections connections,
    CallPreparation preparation,
    CallRepository calls,
    CallRegistry live,
    CallHost host,
    ILogger<CarrierEvents> logger)
{
    public async Task HandleAsync(AccountId account, CarrierEvent carrierEvent, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(carrierEvent);
        if (carrierEvent is { Kind: CarrierEventKind.Initiated, IsInbound: true })
        {
            await inbound.RingAsync(account, carrierEvent, cancellationToken);
            return;
        }

        var waiting = connections.Find(account, carrierEvent);
        switch (carrierEvent.Kind)
        {
            case CarrierEventKind.Initiated or CarrierEventKind.Answered when waiting is null:
                await EndStrayAsync(account, carrierEvent, cancellationToken);
                break;
            case CarrierEventKind.Answered when waiting is not null:
                await connections.ConnectAsync(waiting, cancellationToken);
                break;
            case CarrierEventKind.HungUp:
                if (waiting is not null)
                {
                    await connections.HangUpAsync(waiting, carrierEvent.HangUp, cancellationToken);
                }

                EndLive(account, carrierEvent.CallControlId);
                break;
            case CarrierEventKind.StreamingFailed when waiting is not null:
                await connections.StreamFailedAsync(waiting, cancellationToken);
                break;
            default:
                break;
        }
    }

    private void EndLive(AccountId account, string callControlId)
    {
        if (live.FindByCallControlId(account, callControlId) is { } found)
        {
            host.End(account, found, CallEndReason.CallerHungUp);
        }
    }

    /// <summary>
    /// A call of ours that the carrier goes on with although it is over for us: the answer to our dialling was lost, or our hang-up. Whoever
    /// picks up would hear nothing.
    /// </summary>
    private async Task EndStrayAsync(AccountId account, CarrierEvent carrierEvent, CancellationToken cancellationToken)
    {
        if (!CallId.TryParse(carrierEvent.Reference, out var id) || await calls.FindAsync(account, id, cancellationToken) is not { EndedAt: not null })
        {
            return;
        }

        LogStray(id);
        try
        {
            if (await preparation.OpenControlAsync(account, cancellationToken) is { } opened)
            {
                using var lease = opened.Lease;
                await opened.Control.HangUpAsync(carrierEvent.CallControlId, cancellationToken);
            }
        }
        catch (Exception unreachable) when (unreachable is ProviderException or VaultLockedException)
        {
            LogStrayNotTold(id);
        }
    }

    [LoggerMessage(2007, LogLevel.Warning, "The carrier goes on with call {CallId}, which is over: it is told to hang up")]
    private partial void LogStray(CallId callId);

    [LoggerMessage(2008, LogLevel.Warning, "The carrier could not be told to hang up call {CallId}, which is over")]
    private partial void LogStrayNotTold(CallId callId);
}
