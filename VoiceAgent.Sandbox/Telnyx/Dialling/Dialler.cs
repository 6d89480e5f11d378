using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using VoiceAgent.Core.Audio;
using VoiceAgent.Sandbox.Telnyx.Webhooks;

namespace VoiceAgent.Sandbox.Telnyx.Dialling;

/// <summary>
/// Calls that an app makes: <c>POST /v2/calls</c> answers at once, and <c>call.initiated</c>, then <c>call.answered</c> or
/// <c>call.hangup</c> follow.
/// </summary>
internal sealed class Dialler(TelnyxSimulator telnyx, WebhookSender webhooks, BackgroundWork work, TimeProvider time)
{
    /// <summary>Who has the telephones; until it is set, there is no number that could be reached.</summary>
    public ICallees? Callees { get; set; }

    /// <exception cref="TelnyxRefusalException">The order is refused.</exception>
    public async Task<IResult> DialAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await CommandBody.ReadAsync(request, cancellationToken);
        var order = DialOrder.Read(body);
        if (order.CommandId is null || telnyx.FindDialled(order.CommandId) is not { } call)
        {
            call = Begin(order, body);
        }

        return Results.Text(new JsonObject
        {
            ["data"] = new JsonObject
            {
                ["call_control_id"] = call.ControlId,
                ["call_leg_id"] = call.LegId,
                ["call_session_id"] = call.SessionId,
                ["client_state"] = call.ClientState,
                ["is_alive"] = false,
                ["record_type"] = "call",
            },
        }.ToJsonString(), "application/json");
    }

    private TelnyxCall Begin(DialOrder order, CommandBody body)
    {
        var from = telnyx.Numbers.FirstOrDefault(number => number.Number == order.From);
        var webhook = order.WebhookUrl ?? from?.WebhookUrl
            ?? throw new TelnyxRefusalException(TelnyxError.Invalid("connection_id", "The connection has no webhook URL."));
        var call = new TelnyxCall(order.From, order.To, order.ConnectionId, AudioFormat.Pcmu, webhook, time) { IsOutgoing = true };
        call.Accept(body);
        telnyx.Remember(call);
        work.Start(token => RunAsync(call, order, isOwnNumber: from is not null, token));
        return call;
    }

    /// <summary>Rings at a number and connects the call with whoever answers; the ringing ends with the call.</summary>
    public void Transfer(TelnyxCall transferred, string from, string to, TimeSpan ringFor, string? clientState)
    {
        var leg = new TelnyxCall(from, to, transferred.ConnectionId, AudioFormat.Pcmu, transferred.WebhookUrl, time)
        {
            IsOutgoing = true,
            SessionId = transferred.SessionId,
            ClientState = clientState,
        };
        telnyx.Remember(leg);
        var order = new DialOrder { ConnectionId = leg.ConnectionId, To = to, From = from, RingTimeout = ringFor, TimeLimit = TimeSpan.FromHours(4) };
        work.Start(token => RunAsync(leg, order, isOwnNumber: true, token));
        work.Start(async token =>
        {
            await Task.WhenAny(leg.Answered, leg.Ended, transferred.Ended).WaitAsync(token);
            if (leg.IsAnswered)
            {
                telnyx.Legs.Bridge(transferred, leg);
            }
            else
            {
                leg.TryEnd(CallEnding.CallerGaveUp);
            }
        });
    }

    private async Task RunAsync(TelnyxCall call, DialOrder order, bool isOwnNumber, CancellationToken cancellationToken)
    {
        webhooks.Send(call, "call.initiated", TelnyxEvents.Initiated(call));
        if (!isOwnNumber)
        {
            // D35: the caller id is not a number of the account.
            call.TryEnd(CallEnding.Forbidden);
        }
        else if (telnyx.Legs.Find(order.To) is { } put)
        {
            await RingAsync(call, order, put, cancellationToken);
        }
        else if (Callees is null)
        {
            call.TryEnd(CallEnding.NotFound);
        }
        else
        {
            var callee = await Callees.FindAsync(order.To, cancellationToken);
            await RingAsync(call, order, callee, cancellationToken);
            if (call.IsAnswered)
            {
                Callees.Ended(callee.Answers!, await call.Ended);
            }
        }

        webhooks.Send(call, "call.hangup", TelnyxEvents.HungUp(call, await call.Ended));
    }

    private async Task RingAsync(TelnyxCall call, DialOrder order, Callee callee, CancellationToken cancellationToken)
    {
        var isPatient = callee is { Refusal: null, Answers: null } || callee.RingsFor >= order.RingTimeout;
        if (await EndsWithinAsync(call, isPatient ? order.RingTimeout : callee.RingsFor, cancellationToken))
        {
            return;
        }

        if (isPatient)
        {
            call.TryEnd(CallEnding.NoAnswer);
        }
        else if (callee.Refusal is { } refusal)
        {
            call.TryEnd(refusal);
        }
        else
        {
            telnyx.Legs.Answered(call, callee.Answers!);
            if (call.TryAnswer())
            {
                await TalkAsync(call, order, callee.Answers!, cancellationToken);
            }
        }
    }

    private async Task TalkAsync(TelnyxCall call, DialOrder order, ICaller callee, CancellationToken cancellationToken)
    {
        webhooks.Send(call, "call.answered", TelnyxEvents.Answered(call, stream: null));
        using var limit = new CancellationTokenSource(order.TimeLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await new CallLine(call, callee, webhooks, time).RunAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            call.TryEnd(limit.IsCancellationRequested ? CallEnding.TimeLimit : CallEnding.CallerHungUp);
        }

        call.TryEnd(CallEnding.CallerHungUp);
    }

    private async Task<bool> EndsWithinAsync(TelnyxCall call, TimeSpan wait, CancellationToken cancellationToken)
    {
        try
        {
            await call.Ended.WaitAsync(wait, time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        catch (OperationCanceledException)
        {
            call.TryEnd(CallEnding.CallerGaveUp);
            return true;
        }
    }
}
