using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Calls.Answering;
using VoiceAgent.Core.Calls.Speaking;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Telephony;

namespace VoiceAgent.Core.Calls.Outgoing;

/// <summary>
/// Makes calls: checks the numbers, the account's limits and its keys, then asks the carrier to dial. Everything after that is told by the
/// carrier and acted on by <see cref="CarrierEvents"/>, as for calls that come in.
/// </summary>
public sealed partial class OutgoingCalls(
    CallOpener opener,
    PhoneLines lines,
    AgentRepository agents,
    CallRepository calls,
    RingingCalls ringing,
    CallConnections connections,
    CallAdmission admission,
    OutgoingLimits limits,
    PreparedGreetings greetings,
    IWebhookAddress webhooks,
    IAuditTrail audit,
    IOptions<OutgoingCallOptions> options,
    TimeProvider time,
    ILogger<OutgoingCalls> logger) : IOutgoingCalls
{
    /// <summary>The carrier ends the ringing; this much later we do.</summary>
    private static readonly TimeSpan RingGrace = TimeSpan.FromSeconds(15);

    // Above the agent's own limit, so that its goodbye is heard; only a call that nobody ends any more gets there.
    private static readonly TimeSpan LongestCallGrace = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LongestCallOfCarrier = TimeSpan.FromHours(4);

    public async Task<OutgoingCallResult> StartAsync(AccountId account, AuditActor by, CallId id, OutgoingCallRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Reference is { Length: > OutgoingCallRequest.MaxReferenceLength })
        {
            return OutgoingCallResult.Refused(OutgoingRefusal.ReferenceRefused, $"A reference has at most {OutgoingCallRequest.MaxReferenceLength} characters.");
        }

        var owned = await lines.ListAsync(account, CancellationToken.None);
        var decision = DialRules.Decide(request.To, [.. owned.Select(line => line.Number)]);
        if (decision.Number is not { } to)
        {
            return OutgoingCallResult.Refused(OutgoingRefusal.NumberRefused, decision.Message);
        }

        if (await agents.FindAsync(account, request.Agent, CancellationToken.None) is not { } agent)
        {
            return OutgoingCallResult.Refused(OutgoingRefusal.NoSuchAgent, "There is no such agent.");
        }

        if (NumberOf(owned, agent, request.From) is not { } from)
        {
            return OutgoingCallResult.Refused(OutgoingRefusal.FromRefused, request.From is null
                ? "You have no number to call from. Add one under Numbers."
                : "The number to call from is not one of yours. Add it under Numbers, or choose another.");
        }

        var call = new Call
        {
            Id = id,
            AccountId = account,
            AgentId = agent.Id,
            AgentName = agent.Name,
            Direction = CallDirection.Outbound,
            From = from,
            To = to,
            CallControlId = string.Empty,
            Reference = string.IsNullOrWhiteSpace(request.Reference) ? null : request.Reference.Trim(),
            StartedAt = time.GetUtcNow(),
        };
        return await OpenAsync(call, agent, by);
    }

    private static string? NumberOf(IReadOnlyList<PhoneLine> owned, Agent agent, string? asked)
    {
        var number = string.IsNullOrWhiteSpace(asked)
            ? (owned.FirstOrDefault(line => line.AgentId == agent.Id) ?? (owned is [var first, ..] ? first : null))?.Number
            : PhoneNumber.TryNormalize(asked, out var normalized) ? normalized : null;
        return owned.Any(line => line.Number == number) ? number : null;
    }

    private async Task<OutgoingCallResult> OpenAsync(Call call, Agent agent, AuditActor by)
    {
        var account = call.AccountId;
        if (limits.Refuse(account, out var counted) is { } reached)
        {
            return OutgoingCallResult.Refused(OutgoingRefusal.LimitReached, reached.Message) with { RetryAfter = reached.RetryAfter };
        }

        if (admission.Refuse(out var admitted) is { } refusal)
        {
            counted!.Dispose();
            return OutgoingCallResult.Refused(OutgoingRefusal.ServerBusy, refusal.Problem);
        }

        var place = new CallPlace(() =>
        {
            admitted!.Dispose();
            counted!.Dispose();
        });
        var opened = await opener.OpenAsync(account, agent, place, CancellationToken.None);
        if (opened.Call is not { } prepared)
        {
            return OutgoingCallResult.Refused(OutgoingRefusal.NotReady, opened.Problem) with { Missing = opened.Missing };
        }

        string? connection;
        try
        {
            connection = (await prepared.Control.FindNumberAsync(call.From!, CancellationToken.None))?.ConnectionId;
        }
        catch (ProviderException trouble)
        {
            prepared.Dispose();
            return OutgoingCallResult.Refused(OutgoingRefusal.CarrierTrouble, ProviderTrouble.Describe(trouble));
        }

        if (connection is null)
        {
            prepared.Dispose();
            return OutgoingCallResult.Refused(
                OutgoingRefusal.FromRefused, "The number to call from is not connected to an application in your Telnyx account. Connect it there, or choose another number.");
        }

        await audit.RecordAsync(new AuditEvent { Account = account, Name = AuditEvents.CallPlaced, Actor = by, Detail = $"call {call.Id}" }, CancellationToken.None);
        return await DialAsync(call with { Providers = prepared.Providers }, prepared, agent, connection);
    }

    private async Task<OutgoingCallResult> DialAsync(Call call, PreparedCall prepared, Agent agent, string connection)
    {
        prepared.BeginGreeting(greetings, AudioFormat.Pcmu);
        ringing.Add(new RingingCall(call, prepared, "PCMU") { Deadline = call.StartedAt + options.Value.RingTimeout + RingGrace });
        await calls.InsertAsync(call.AccountId, call, CancellationToken.None);
        connections.Show(call);
        LogDialling(call.Id);
        try
        {
            var longest = agent.Turns.MaxCallDuration + LongestCallGrace;
            var controlId = await prepared.Control.DialAsync(
                new DialRequest
                {
                    ConnectionId = connection,
                    To = call.To!,
                    From = call.From!,
                    WebhookUrl = await webhooks.ForAsync(call.AccountId, CancellationToken.None),
                    Reference = call.Id.ToString(),
                    RingTimeout = options.Value.RingTimeout,
                    LongestCall = longest < LongestCallOfCarrier ? longest : LongestCallOfCarrier,
                },
                CancellationToken.None);
            ringing.Adopt(call.AccountId, call.Id, controlId);
        }
        catch (ProviderException trouble)
        {
            var reason = trouble.Kind is ProviderErrorKind.Rejected ? CallEndReason.RefusedByCarrier : CallEndReason.ProviderFailed;
            var problem = DescribeDial(trouble);
            await connections.FailAsync(call.Id, trouble, reason, problem, CancellationToken.None);
            return OutgoingCallResult.Refused(OutgoingRefusal.CarrierTrouble, problem) with { Call = await LatestAsync(call) };
        }

        // Still ringing as a rule; otherwise it has ended, or somebody has picked up already.
        if (ringing.Update(call.Id, static still => still) is { } current)
        {
            await calls.SaveProgressAsync(call.AccountId, current.Call, CancellationToken.None);
            if (current.EndAsked is { } reason)
            {
                await connections.EndAsync(call.AccountId, call.Id, reason, CancellationToken.None);
            }
        }

        return new OutgoingCallResult { Call = await LatestAsync(call) };
    }

    private async Task<Call> LatestAsync(Call call) => await calls.FindAsync(call.AccountId, call.Id, CancellationToken.None) ?? call;

    private static string DescribeDial(ProviderException trouble) => trouble is { Kind: ProviderErrorKind.Rejected }
        ? "Telnyx did not accept the call. Check that the number to call exists, and in the Telnyx portal that the calling number's application has a webhook and an outbound voice profile."
        : ProviderTrouble.Describe(trouble);

    [LoggerMessage(2010, LogLevel.Information, "Call {CallId} is being dialled")]
    private partial void LogDialling(CallId callId);
}
