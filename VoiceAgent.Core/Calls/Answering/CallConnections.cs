using Microsoft.Extensions.Logging;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Telephony;

namespace VoiceAgent.Core.Calls.Answering;

/// <summary>
/// What happens to a call, whoever made it, between its first ring and its media stream: asks for the stream once it is answered, and closes
/// a call that never comes to speak.
/// </summary>
public sealed partial class CallConnections(
    RingingCalls ringing,
    CallRepository calls,
    CallRegistry live,
    MediaTokens tokens,
    IMediaAddress media,
    TimeProvider time,
    ILogger<CallConnections> logger)
{
    /// <summary>A call whose media stream has not opened so long after the first ring, or the answer of an outgoing call, is given up.</summary>
    public static readonly TimeSpan ConnectDeadline = TimeSpan.FromSeconds(45);

    /// <summary>The account's ringing call that an event is about.</summary>
    public RingingCall? Find(AccountId account, CarrierEvent carrierEvent)
    {
        ArgumentNullException.ThrowIfNull(carrierEvent);
        return ringing.Find(account, carrierEvent.CallControlId)
            ?? (CallId.TryParse(carrierEvent.Reference, out var id) ? ringing.Adopt(account, id, carrierEvent.CallControlId) : null);
    }

    /// <summary>The call was answered: asks the carrier for its media stream.</summary>
    public async Task ConnectAsync(RingingCall waiting, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(waiting);
        var id = waiting.Call.Id;
        if (waiting.Call.AnsweredAt is not null || waiting.EndAsked is not null)
        {
            return;
        }

        var answeredAt = time.GetUtcNow();
        var isOutgoing = waiting.Call.Direction is CallDirection.Outbound;
        var answered = ringing.Update(id, call => call with
        {
            Call = call.Call with { AnsweredAt = answeredAt },
            Deadline = isOutgoing ? answeredAt + ConnectDeadline : call.Deadline,
        });
        if (answered is null)
        {
            return;
        }

        if (isOutgoing)
        {
            Show(answered.Call);
            await calls.SaveProgressAsync(answered.Call.AccountId, answered.Call, cancellationToken);
        }

        var token = tokens.Issue(id);
        try
        {
            var request = new MediaStreamRequest(media.For(token), token, waiting.Codec);
            if (!await waiting.Prepared.Control.StartStreamingAsync(waiting.Call.CallControlId, request, cancellationToken))
            {
                await CloseAsync(id, CallEndReason.NotAnswered, cancellationToken);
            }
        }
        catch (ProviderException trouble)
        {
            await FailAsync(id, trouble, cancellationToken);
        }
    }

    /// <summary>The far end, or the carrier, has ended a call that had not come to speak.</summary>
    public Task HangUpAsync(RingingCall waiting, HangUpCause cause, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(waiting);
        return CloseAsync(waiting.Call.Id, waiting.Call.Direction is CallDirection.Outbound ? ReasonOf(cause) : CallEndReason.NotAnswered, cancellationToken);
    }

    /// <summary>The carrier could not open the media stream.</summary>
    public Task StreamFailedAsync(RingingCall waiting, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(waiting);
        LogStreamingFailed(waiting.Call.Id);
        return CloseAsync(waiting.Call.Id, CallEndReason.MediaFailed, cancellationToken);
    }

    /// <summary>Gives up calls that ring too long, or whose media stream never opened.</summary>
    public async Task CloseOverdueAsync(CancellationToken cancellationToken)
    {
        foreach (var id in ringing.Overdue(time.GetUtcNow()))
        {
            if (ringing.Take(id) is { } overdue)
            {
                var isUnanswered = overdue.Call is { Direction: CallDirection.Outbound, AnsweredAt: null };
                await CloseAsync(overdue, isUnanswered ? CallEndReason.NobodyPickedUp : CallEndReason.MediaFailed, isHungUp: false, cancellationToken);
            }
        }
    }

    /// <summary>Ends the calls whose media stream has not opened yet, because the server stops.</summary>
    public async Task CloseAllAsync(CancellationToken cancellationToken)
    {
        foreach (var call in ringing.All())
        {
            await EndAsync(call.AccountId, call.Id, CallEndReason.ServerShutdown, cancellationToken);
        }
    }

    /// <summary>We end a call of the account that rings; one that is being dialled ends as soon as the carrier has told its id.</summary>
    /// <returns>False when it does not ring.</returns>
    public async Task<bool> EndAsync(AccountId account, CallId id, CallEndReason reason, CancellationToken cancellationToken)
    {
        if (!ringing.TryTakeToEnd(account, id, reason, out var taken))
        {
            return false;
        }

        if (taken is not null)
        {
            await CloseAsync(taken, reason, isHungUp: false, cancellationToken);
        }

        return true;
    }

    /// <summary>Closes a call that still rings.</summary>
    public async Task CloseAsync(CallId id, CallEndReason reason, CancellationToken cancellationToken)
    {
        if (ringing.Take(id) is { } taken)
        {
            await CloseAsync(taken, reason, isHungUp: reason is not CallEndReason.MediaFailed, cancellationToken);
        }
    }

    /// <summary>The carrier did not do what it was asked.</summary>
    public Task FailAsync(CallId id, ProviderException trouble, CancellationToken cancellationToken) =>
        FailAsync(id, trouble, CallEndReason.ProviderFailed, ProviderTrouble.Describe(trouble), cancellationToken);

    /// <summary>The carrier did not do what it was asked; the owner is told so in the words given.</summary>
    public async Task FailAsync(CallId id, ProviderException trouble, CallEndReason reason, string problem, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(trouble);
        LogCarrierTrouble(id, trouble.Kind, trouble.Code);
        if (ringing.Take(id) is { } taken)
        {
            // A lost answer may have been carried out, and then the caller listens to nothing.
            await CloseAsync(taken, taken.Call with { EndReason = reason, Problem = problem }, isHungUp: false, cancellationToken);
        }
    }

    /// <summary>Shows an outgoing call on the live page, where it can be cancelled, until its media stream opens or it ends.</summary>
    public void Show(Call call)
    {
        ArgumentNullException.ThrowIfNull(call);
        live.Publish(new LiveCall { Call = call, Phase = ConversationPhase.Connecting }, () => ringing.Cancel(call.AccountId, call.Id));
    }

    /// <summary>Closes a call that was taken out of the ringing ones.</summary>
    public Task CloseAsync(RingingCall taken, CallEndReason reason, bool isHungUp, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(taken);
        var actual = taken.Call.AnsweredAt is null ? reason : ReasonOfAnswered(reason);
        return CloseAsync(taken, taken.Call with { EndReason = actual, Problem = ProblemOf(actual) }, isHungUp, cancellationToken);
    }

    /// <summary>Saves a call that was taken out of the ringing ones, and tells the carrier to hang up unless it has.</summary>
    private async Task CloseAsync(RingingCall taken, Call ended, bool isHungUp, CancellationToken cancellationToken)
    {
        using var prepared = taken.Prepared;
        ended = ended with { EndedAt = time.GetUtcNow() };
        if (ended.Direction is CallDirection.Outbound)
        {
            live.Publish(new LiveCall { Call = ended, Phase = ConversationPhase.Ended }, static () => { });
        }

        await calls.SaveAsync(ended.AccountId, ended, cancellationToken);
        LogClosed(ended.Id, ended.EndReason);
        try
        {
            if (!isHungUp && ended.CallControlId.Length > 0)
            {
                await prepared.Control.HangUpAsync(ended.CallControlId, cancellationToken);
            }
        }
        catch (ProviderException)
        {
            LogHangUpNotTold(ended.Id);
        }
    }

    private static CallEndReason ReasonOfAnswered(CallEndReason reason) => reason switch
    {
        CallEndReason.MediaFailed or CallEndReason.ServerShutdown => reason,
        CallEndReason.Cancelled => CallEndReason.HungUpByUser,
        _ => CallEndReason.CallerHungUp,
    };

    private static CallEndReason ReasonOf(HangUpCause cause) => cause switch
    {
        HangUpCause.Busy => CallEndReason.LineBusy,
        HangUpCause.NoAnswer or HangUpCause.Normal => CallEndReason.NobodyPickedUp,
        HangUpCause.Declined => CallEndReason.Declined,
        HangUpCause.NumberUnknown => CallEndReason.NumberUnknown,
        HangUpCause.Cancelled => CallEndReason.Cancelled,
        _ => CallEndReason.RefusedByCarrier,
    };

    private static string? ProblemOf(CallEndReason reason) => reason switch
    {
        CallEndReason.MediaFailed => "Telnyx could not open the audio stream. Check that PublicUrl is this server's address as the internet reaches it.",
        CallEndReason.NumberUnknown => "The telephone network knows no such number. Check its digits and its country code.",
        CallEndReason.RefusedByCarrier =>
            "Telnyx did not put the call through. Check in the Telnyx portal that the number's application has an outbound voice profile, that the profile allows the country called, "
            + "and that the account is verified and has credit.",
        _ => null,
    };

    [LoggerMessage(2003, LogLevel.Warning, "The carrier could not be told to hang up call {CallId}")]
    private partial void LogHangUpNotTold(CallId callId);

    [LoggerMessage(2004, LogLevel.Warning, "The carrier refused a command for call {CallId}: {Kind} {Code}")]
    private partial void LogCarrierTrouble(CallId callId, ProviderErrorKind kind, string? code);

    [LoggerMessage(2005, LogLevel.Warning, "The carrier could not open the media stream of call {CallId}")]
    private partial void LogStreamingFailed(CallId callId);

    [LoggerMessage(2006, LogLevel.Information, "Call {CallId} ended before it came to speak: {Reason}")]
    private partial void LogClosed(CallId callId, CallEndReason? reason);
}
