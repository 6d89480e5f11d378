using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Common;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Telephony;

namespace VoiceAgent.Core.Tools.Transfers;

/// <summary>
/// Puts callers through. Cold: the carrier rings and connects. Warm: the person is called, told what it is about, and then connected. The caller
/// stays with the agent until both are connected, and comes to no harm when that fails. Thread-safe.
/// </summary>
public sealed class CallTransfers(CarrierLegs legs, IWebhookAddress webhooks, TimeProvider time)
{
    /// <summary>The longest a transfer takes.</summary>
    internal static readonly TimeSpan Longest = RingFor + SummaryLimit + (3 * Grace);

    private static TimeSpan RingFor => TimeSpan.FromSeconds(25);

    // The person and the caller may talk as long as the carrier lets calls last.
    private static TimeSpan LongestConversation => TimeSpan.FromHours(4);

    // The words are spoken within this; then the two are connected whatever the carrier has told.
    private static TimeSpan SummaryLimit => TimeSpan.FromSeconds(25);

    // An event of the carrier is so late at most.
    private static TimeSpan Grace => TimeSpan.FromSeconds(8);

    /// <summary>Never throws but when cancelled: what goes wrong is a failure in words for the model.</summary>
    /// <param name="scope">The call.</param>
    /// <param name="target">One of the agent's.</param>
    /// <param name="summary">What the person is told before a warm one; empty says only that there is a caller.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<ToolResult> RunAsync(ToolScope scope, TransferTarget target, string summary, CancellationToken cancellationToken)
    {
        if (scope.Control.Legs is not { } control)
        {
            return ToolResult.Failed("This call cannot be transferred.");
        }

        using var leg = legs.Open(scope.Account);
        try
        {
            return await (target.IsWarm ? WarmAsync(control, leg, scope, (target, summary), cancellationToken) : ColdAsync(control, leg, scope, target, cancellationToken));
        }
        catch (ProviderException trouble)
        {
            return ToolResult.Failed(trouble.Kind is ProviderErrorKind.RateLimited
                ? "The transfer failed: the carrier takes no more calls of this account at the moment."
                : "The transfer failed: the carrier refused to ring at that number.");
        }
    }

    private async Task<ToolResult> ColdAsync(ILegControl control, CarrierLeg leg, ToolScope scope, TransferTarget target, CancellationToken cancellationToken)
    {
        var request = new TransferRequest { To = target.Number, RingTimeout = RingFor, Reference = leg.Reference };
        if (!await control.TransferAsync(scope.Call.CallControlId, request, cancellationToken))
        {
            return ToolResult.Failed("The call has ended.");
        }

        return await NextAsync(leg, CarrierEventKind.Bridged, RingFor + Grace, cancellationToken) is { } told ? Outcome(told) : NothingTold;
    }

    private async Task<ToolResult> WarmAsync(
        ILegControl control, CarrierLeg leg, ToolScope scope, (TransferTarget Target, string Summary) wish, CancellationToken cancellationToken)
    {
        if (await DialAsync(leg, scope, wish.Target, cancellationToken) is not { } other)
        {
            return ToolResult.Failed("The transfer failed: the carrier does not know the number of this call any more.");
        }

        var isConnected = false;
        try
        {
            var answer = await NextAsync(leg, CarrierEventKind.Answered, RingFor + Grace, cancellationToken);
            if (answer is not { Kind: CarrierEventKind.Answered })
            {
                return answer is null ? NothingTold : Outcome(answer);
            }

            var words = wish.Summary.Length == 0 ? "There is a caller for you. I am connecting you now." : $"There is a caller for you. {wish.Summary} I am connecting you now.";
            if (await control.SpeakAsync(other, words, scope.Agent.Language, cancellationToken)
                && await NextAsync(leg, CarrierEventKind.SpeakEnded, SummaryLimit, cancellationToken) is { Kind: CarrierEventKind.HungUp })
            {
                return ToolResult.Failed("The transfer failed: the person hung up before the caller was put through.");
            }

            if (!await control.BridgeAsync(scope.Call.CallControlId, other, cancellationToken))
            {
                return ToolResult.Failed("The call has ended.");
            }

            // The carrier has taken it on. Our own media may end by that before its event comes, and nobody is to be cut off then.
            isConnected = true;
            var told = await NextAsync(leg, CarrierEventKind.Bridged, Grace, cancellationToken);
            isConnected = told is not null;
            return told is null ? NothingTold : Outcome(told);
        }
        finally
        {
            if (!isConnected)
            {
                await HangUpAsync(scope, other);
            }
        }
    }

    // The first event of the wanted kind, or the hang-up; null when neither came in time.
    private async Task<CarrierEvent?> NextAsync(CarrierLeg leg, CarrierEventKind wanted, TimeSpan within, CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(time, cancellationToken);
        deadline.Arm(within);
        try
        {
            await foreach (var told in leg.Events.ReadEachAsync(deadline.Token))
            {
                if (told.Kind == wanted || told.Kind is CarrierEventKind.HungUp)
                {
                    return told;
                }
            }
        }
        catch (OperationCanceledException) when (deadline.HasPassed)
        {
            // Nothing came.
        }

        return null;
    }

    private async Task HangUpAsync(ToolScope scope, string callControlId)
    {
        using var limit = new CancellationTokenSource(Grace, time);
        try
        {
            await scope.Control.HangUpAsync(callControlId, limit.Token);
        }
        catch (Exception notTold) when (notTold is ProviderException or OperationCanceledException)
        {
            // It ends when the person hangs up.
        }
    }

    // From the account's own number, through the application that number belongs to; null when it belongs to none.
    private async Task<string?> DialAsync(CarrierLeg leg, ToolScope scope, TransferTarget target, CancellationToken cancellationToken)
    {
        var own = scope.Call.Direction is CallDirection.Inbound ? scope.Call.To : scope.Call.From;
        if (own is null || await scope.Control.FindNumberAsync(own, cancellationToken) is not { ConnectionId: { } connection })
        {
            return null;
        }

        return await scope.Control.DialAsync(
            new DialRequest
            {
                ConnectionId = connection,
                To = target.Number,
                From = own,
                WebhookUrl = await webhooks.ForAsync(scope.Account, cancellationToken),
                Reference = leg.Reference,
                RingTimeout = RingFor,
                LongestCall = LongestConversation,
            },
            cancellationToken);
    }

    private static ToolResult NothingTold { get; } = ToolResult.Failed("The transfer failed: nobody was connected in time.");

    private static ToolResult Outcome(CarrierEvent told) => told.Kind is CarrierEventKind.Bridged
        ? ToolResult.Ok("Transferred.") with { EndsCall = CallEndReason.Transferred, EndsAtOnce = true }
        : ToolResult.Failed($"The transfer failed: {Why(told.HangUp)} The caller is still with you.");

    private static string Why(HangUpCause cause) => cause switch
    {
        HangUpCause.Busy => "the line is busy.",
        HangUpCause.NoAnswer => "nobody answered.",
        HangUpCause.Declined => "the call was declined.",
        HangUpCause.NumberUnknown => "the number reaches nobody.",
        _ => "the call did not go through.",
    };
}
