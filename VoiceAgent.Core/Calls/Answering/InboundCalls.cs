using Microsoft.Extensions.Logging;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Telephony;

namespace VoiceAgent.Core.Calls.Answering;

/// <summary>
/// Acts on what the carrier tells about a call: answers it on its account's keys or rejects it and says why, asks for the media
/// stream, and closes a call that never came to speak. Events of one call are handled one after another (<see cref="CarrierEventQueue"/>).
/// </summary>
public sealed partial class InboundCalls(
    CallPreparation preparation,
    ICallReadinessService readiness,
    IProviderSelector selector,
    PhoneLines lines,
    AgentRepository agents,
    CallRepository calls,
    RingingCalls ringing,
    CallRegistry live,
    CallHost host,
    MediaTokens tokens,
    IMediaAddress media,
    CallAdmission admission,
    TimeProvider time,
    ILogger<InboundCalls> logger)
{
    /// <summary>A call whose media stream has not opened this long after the first ring is given up.</summary>
    public static readonly TimeSpan ConnectDeadline = TimeSpan.FromSeconds(45);

    public async Task HandleAsync(AccountId account, CarrierEvent carrierEvent, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(carrierEvent);
        switch (carrierEvent.Kind)
        {
            case CarrierEventKind.Initiated when carrierEvent.IsInbound:
                await RingAsync(account, carrierEvent, cancellationToken);
                break;
            case CarrierEventKind.Answered:
                await ConnectAsync(account, carrierEvent, cancellationToken);
                break;
            case CarrierEventKind.HungUp:
                await CloseAsync(account, carrierEvent.CallControlId, CallEndReason.NotAnswered, cancellationToken);
                EndLive(account, carrierEvent.CallControlId);
                break;
            case CarrierEventKind.StreamingFailed when ringing.Find(account, carrierEvent.CallControlId) is { } waiting:
                LogStreamingFailed(waiting.Call.Id);
                await CloseAsync(account, carrierEvent.CallControlId, CallEndReason.MediaFailed, cancellationToken);
                break;
            default:
                break;
        }
    }

    /// <summary>Gives up calls whose media stream never opened.</summary>
    public async Task CloseOverdueAsync(CancellationToken cancellationToken)
    {
        foreach (var id in ringing.StartedBefore(time.GetUtcNow() - ConnectDeadline))
        {
            if (ringing.Take(id) is { } overdue)
            {
                await CloseAsync(overdue, CallEndReason.MediaFailed, cancellationToken);
            }
        }
    }

    /// <summary>Ends the calls whose media stream has not opened yet, because the server stops.</summary>
    public async Task CloseAllAsync(CancellationToken cancellationToken)
    {
        foreach (var id in ringing.StartedBefore(DateTimeOffset.MaxValue))
        {
            if (ringing.Take(id) is { } waiting)
            {
                await CloseAsync(waiting, CallEndReason.ServerShutdown, cancellationToken);
            }
        }
    }

    private async Task RingAsync(AccountId account, CarrierEvent carrierEvent, CancellationToken cancellationToken)
    {
        if (ringing.Find(account, carrierEvent.CallControlId) is not null || live.FindByCallControlId(account, carrierEvent.CallControlId) is not null)
        {
            // Announced before, with another event id.
            return;
        }

        var call = new Call
        {
            Id = CallId.New(),
            AccountId = account,
            Direction = CallDirection.Inbound,
            From = carrierEvent.From,
            To = carrierEvent.To,
            CallControlId = carrierEvent.CallControlId,
            StartedAt = time.GetUtcNow(),
        };
        var agent = await FindAgentAsync(account, carrierEvent.To, cancellationToken);
        if (agent is null)
        {
            const string problem = "No agent answers this number. Choose one under Numbers.";
            await RejectAsync(call with { EndReason = CallEndReason.RejectedNoAgent, Problem = problem }, cancellationToken);
            return;
        }

        call = call with { AgentId = agent.Id, AgentName = agent.Name };
        if (admission.Refuse(out var place) is { } refusal)
        {
            await RejectAsync(call with { EndReason = refusal.Reason, Problem = refusal.Problem }, cancellationToken);
            return;
        }

        var (prepared, problemFound) = await PrepareAsync(account, agent, place!, cancellationToken);
        if (prepared is null)
        {
            await RejectAsync(call with { EndReason = CallEndReason.RejectedNotReady, Problem = problemFound }, cancellationToken);
            return;
        }

        var waiting = new RingingCall(call, prepared.Value.Call, CodecFor(carrierEvent));
        call = call with { Providers = prepared.Value.Providers };
        waiting = waiting with { Call = call };
        ringing.Add(waiting);
        waiting.Prepared.Warmth.Warm(agent, waiting.Codec);
        try
        {
            await calls.InsertAsync(account, call, cancellationToken);
            if (!await waiting.Prepared.Control.AnswerAsync(call.CallControlId, cancellationToken))
            {
                await CloseAsync(account, call.CallControlId, CallEndReason.NotAnswered, cancellationToken);
            }
        }
        catch (ProviderException trouble)
        {
            await FailAsync(call.Id, trouble, cancellationToken);
        }
    }

    private async Task<(PreparedAnswer? Prepared, string? Problem)> PrepareAsync(
        AccountId account, Agent agent, CallPlace place, CancellationToken cancellationToken)
    {
        PreparedCall? prepared = null;
        try
        {
            var judged = await readiness.EvaluateAsync(account, agent, cancellationToken);
            if (!judged.IsReady)
            {
                return (null, string.Join(' ', judged.Missing.Select(missing => missing.Message)));
            }

            if (await selector.SelectAsync(account, agent, cancellationToken) is { } selection
                && (prepared = await preparation.OpenAsync(account, agent, selection, place, cancellationToken)) is not null)
            {
                return (new PreparedAnswer(prepared, prepared.Providers), null);
            }

            return (null, "A key could not be used when the call came in. Test the keys under API keys.");
        }
        catch (VaultLockedException)
        {
            return (null, "The key vault is locked, so no key can be opened. The operator of this installation has to repair the root key.");
        }
        finally
        {
            if (prepared is null)
            {
                place.Dispose();
            }
        }
    }

    private async Task<Agent?> FindAgentAsync(AccountId account, string? number, CancellationToken cancellationToken)
    {
        var line = PhoneNumber.TryNormalize(number, out var normalized) ? await lines.FindAsync(account, normalized, cancellationToken) : null;
        return line?.AgentId is { } agent ? await agents.FindAsync(account, agent, cancellationToken) : null;
    }

    private async Task RejectAsync(Call call, CancellationToken cancellationToken)
    {
        LogRejected(call.Id, call.EndReason);
        await calls.InsertAsync(call.AccountId, call with { EndedAt = time.GetUtcNow() }, cancellationToken);
        try
        {
            if (await preparation.OpenControlAsync(call.AccountId, cancellationToken) is { } opened)
            {
                using var lease = opened.Lease;
                await opened.Control.RejectAsync(call.CallControlId, cancellationToken);
            }
        }
        catch (Exception unreachable) when (unreachable is ProviderException or VaultLockedException)
        {
            // Without a key the carrier cannot be told; it ends the ringing by itself.
            LogRejectNotTold(call.Id);
        }
    }

    private async Task ConnectAsync(AccountId account, CarrierEvent carrierEvent, CancellationToken cancellationToken)
    {
        if (ringing.Find(account, carrierEvent.CallControlId) is not { Call.AnsweredAt: null } waiting)
        {
            return;
        }

        var answeredAt = time.GetUtcNow();
        ringing.Update(waiting.Call.Id, call => call with { AnsweredAt = answeredAt });
        var token = tokens.Issue(waiting.Call.Id);
        try
        {
            var request = new MediaStreamRequest(media.For(token), token, waiting.Codec);
            if (!await waiting.Prepared.Control.StartStreamingAsync(carrierEvent.CallControlId, request, cancellationToken))
            {
                await CloseAsync(account, carrierEvent.CallControlId, CallEndReason.NotAnswered, cancellationToken);
            }
        }
        catch (ProviderException trouble)
        {
            await FailAsync(waiting.Call.Id, trouble, cancellationToken);
        }
    }

    private void EndLive(AccountId account, string callControlId)
    {
        if (live.FindByCallControlId(account, callControlId) is { } found)
        {
            host.End(account, found, CallEndReason.CallerHungUp);
        }
    }

    private async Task CloseAsync(AccountId account, string callControlId, CallEndReason reason, CancellationToken cancellationToken)
    {
        if (ringing.Find(account, callControlId) is { } found && ringing.Take(found.Call.Id) is { } taken)
        {
            await CloseAsync(taken, reason, cancellationToken);
        }
    }

    private async Task CloseAsync(RingingCall taken, CallEndReason reason, CancellationToken cancellationToken)
    {
        var ended = taken.Call with
        {
            EndReason = reason is CallEndReason.NotAnswered && taken.Call.AnsweredAt is not null ? CallEndReason.CallerHungUp : reason,
            Problem = reason is CallEndReason.MediaFailed
                ? "Telnyx could not open the audio stream. Check that PublicUrl is this server's address as the internet reaches it."
                : null,
        };
        await CloseAsync(taken, ended, isHungUp: reason is CallEndReason.NotAnswered, cancellationToken);
    }

    /// <summary>Saves a call that was taken out of the ringing ones, and tells the carrier to hang up unless it has.</summary>
    private async Task CloseAsync(RingingCall taken, Call ended, bool isHungUp, CancellationToken cancellationToken)
    {
        using var prepared = taken.Prepared;
        await calls.SaveAsync(ended.AccountId, ended with { EndedAt = time.GetUtcNow() }, cancellationToken);
        try
        {
            if (!isHungUp)
            {
                await prepared.Control.HangUpAsync(ended.CallControlId, cancellationToken);
            }
        }
        catch (ProviderException)
        {
            LogHangUpNotTold(ended.Id);
        }
    }

    private async Task FailAsync(CallId id, ProviderException trouble, CancellationToken cancellationToken)
    {
        LogCarrierTrouble(id, trouble.Kind, trouble.Code);
        if (ringing.Take(id) is { } taken)
        {
            // A lost answer may have been carried out, and then the caller listens to nothing.
            var failed = taken.Call with { EndReason = CallEndReason.ProviderFailed, Problem = ProviderTrouble.Describe(trouble) };
            await CloseAsync(taken, failed, isHungUp: false, cancellationToken);
        }
    }

    /// <summary>The caller's own codec where it is one of the two that need no conversion, so that nobody transcodes.</summary>
    private static string CodecFor(CarrierEvent carrierEvent) =>
        carrierEvent.OfferedCodecs.FirstOrDefault(codec => codec is "PCMU" or "PCMA") ?? "PCMU";

    private readonly record struct PreparedAnswer(PreparedCall Call, IReadOnlyList<ProviderName> Providers);

    [LoggerMessage(2001, LogLevel.Information, "Call {CallId} was not answered: {Reason}")]
    private partial void LogRejected(CallId callId, CallEndReason? reason);

    [LoggerMessage(2002, LogLevel.Warning, "The carrier could not be told to reject call {CallId}")]
    private partial void LogRejectNotTold(CallId callId);

    [LoggerMessage(2003, LogLevel.Warning, "The carrier could not be told to hang up call {CallId}")]
    private partial void LogHangUpNotTold(CallId callId);

    [LoggerMessage(2004, LogLevel.Warning, "The carrier refused a command for call {CallId}: {Kind} {Code}")]
    private partial void LogCarrierTrouble(CallId callId, ProviderErrorKind kind, string? code);

    [LoggerMessage(2005, LogLevel.Warning, "The carrier could not open the media stream of call {CallId}")]
    private partial void LogStreamingFailed(CallId callId);
}
