using Microsoft.Extensions.Logging;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Calls.Speaking;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Telephony;

namespace VoiceAgent.Core.Calls.Answering;

/// <summary>Answers a call that comes in on its account's keys, or rejects it and says why.</summary>
public sealed partial class InboundCalls(
    CallPreparation preparation,
    CallOpener opener,
    PhoneLines lines,
    AgentRepository agents,
    CallRepository calls,
    RingingCalls ringing,
    CallConnections connections,
    CallRegistry live,
    CallAdmission admission,
    PreparedGreetings greetings,
    TimeProvider time,
    ILogger<InboundCalls> logger)
{
    /// <summary>A call rings.</summary>
    public async Task RingAsync(AccountId account, CarrierEvent carrierEvent, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(carrierEvent);
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

        var opened = await opener.OpenAsync(account, agent, place!, cancellationToken);
        if (opened.Call is not { } prepared)
        {
            await RejectAsync(call with { EndReason = CallEndReason.RejectedNotReady, Problem = opened.Problem }, cancellationToken);
            return;
        }

        await AnswerAsync(call with { Providers = prepared.Providers }, prepared, CodecFor(carrierEvent), cancellationToken);
    }

    private async Task AnswerAsync(Call call, PreparedCall prepared, string codec, CancellationToken cancellationToken)
    {
        prepared.BeginGreeting(greetings, codec == "PCMA" ? AudioFormat.Pcma : AudioFormat.Pcmu);
        ringing.Add(new RingingCall(call, prepared, codec) { Deadline = call.StartedAt + CallConnections.ConnectDeadline });
        try
        {
            await calls.InsertAsync(call.AccountId, call, cancellationToken);
            if (!await prepared.Control.AnswerAsync(call.CallControlId, cancellationToken))
            {
                await connections.CloseAsync(call.Id, CallEndReason.NotAnswered, cancellationToken);
            }
        }
        catch (ProviderException trouble)
        {
            await connections.FailAsync(call.Id, trouble, cancellationToken);
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

    /// <summary>The caller's own codec where it is one of the two that need no conversion, so that nobody transcodes.</summary>
    private static string CodecFor(CarrierEvent carrierEvent) =>
        carrierEvent.OfferedCodecs.FirstOrDefault(codec => codec is "PCMU" or "PCMA") ?? "PCMU";

    [LoggerMessage(2001, LogLevel.Information, "Call {CallId} was not answered: {Reason}")]
    private partial void LogRejected(CallId callId, CallEndReason? reason);

    [LoggerMessage(2002, LogLevel.Warning, "The carrier could not be told to reject call {CallId}")]
    private partial void LogRejectNotTold(CallId callId);
}
