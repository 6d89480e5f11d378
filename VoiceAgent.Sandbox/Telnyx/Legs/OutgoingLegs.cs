using System.Collections.Concurrent;
using VoiceAgent.Sandbox.Telnyx.Webhooks;

namespace VoiceAgent.Sandbox.Telnyx.Legs;

/// <summary>
/// Calls that the app makes at the simulated carrier, by dial or transfer, and what connects them: initiated, answered, bridged or hung up,
/// each told by webhook. A number at which nobody was put reaches nobody. Thread-safe.
/// </summary>
internal sealed class OutgoingLegs(WebhookSender webhooks, BackgroundWork work, TimeProvider time)
{
    // The pace of the carrier's own voice.
    private static readonly TimeSpan PerWord = TimeSpan.FromMilliseconds(60);

    private readonly ConcurrentDictionary<string, ICalledParty> _parties = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ICalledParty> _onLine = new(StringComparer.Ordinal);

    /// <summary>Puts somebody at a number from now on.</summary>
    public void Put(string number, ICalledParty party) => _parties[number] = party;

    /// <summary>Rings in the background.</summary>
    /// <param name="leg">The new leg.</param>
    /// <param name="ringFor">How long at most.</param>
    /// <param name="transferred">The call that is connected with whoever answers, and whose end ends the ringing; null for a dial.</param>
    public void Ring(TelnyxCall leg, TimeSpan ringFor, TelnyxCall? transferred)
    {
        webhooks.Send(leg, "call.initiated", TelnyxEvents.InitiatedByUs(leg));
        work.Start(token => RunAsync(leg, ringFor, transferred, token));
    }

    /// <summary>Connects two answered calls: each hears the other, and the end of one is that of the other.</summary>
    public void Bridge(TelnyxCall one, TelnyxCall other)
    {
        one.PutThrough(other);
        other.PutThrough(one);
        webhooks.Send(one, "call.bridged", TelnyxEvents.Bridged(one));
        webhooks.Send(other, "call.bridged", TelnyxEvents.Bridged(other));
        Party(one)?.PutThrough();
        Party(other)?.PutThrough();
        work.Start(async token =>
        {
            await Task.WhenAny(one.Ended, other.Ended).WaitAsync(token);
            one.TryEnd(CallEnding.AppHungUp);
            other.TryEnd(CallEnding.AppHungUp);
        });
    }

    /// <summary>Says something to the far end of a call, and tells when it has been said.</summary>
    public void Speak(TelnyxCall call, string text)
    {
        webhooks.Send(call, "call.speak.started", TelnyxEvents.SpeakStarted(call));
        work.Start(async token =>
        {
            var said = Task.Delay(PerWord * text.Split(' ').Length, time, token);
            await Task.WhenAny(said, call.Ended);
            Party(call)?.Told(text);
            webhooks.Send(call, "call.speak.ended", TelnyxEvents.SpeakEnded(call, call.IsEnded ? "call_hangup" : "completed"));
        });
    }

    private async Task RunAsync(TelnyxCall leg, TimeSpan ringFor, TelnyxCall? transferred, CancellationToken cancellationToken)
    {
        try
        {
            var refusal = await RingAsync(leg, ringFor, transferred, cancellationToken);
            if (refusal is not null)
            {
                leg.TryEnd(refusal);
            }
            else if (leg.TryAnswer())
            {
                webhooks.Send(leg, "call.answered", TelnyxEvents.Answered(leg, stream: null));
                if (transferred is not null)
                {
                    Bridge(transferred, leg);
                }

                await new CallLine(leg, Party(leg)!, webhooks, time).RunAsync(cancellationToken);
            }
        }
        finally
        {
            leg.TryEnd(CallEnding.AppHungUp);
            _onLine.TryRemove(leg.ControlId, out _);
            webhooks.Send(leg, "call.hangup", TelnyxEvents.HungUp(leg, await leg.Ended));
        }
    }

    // What ended the ringing, or null when it is answered.
    private async Task<CallEnding?> RingAsync(TelnyxCall leg, TimeSpan ringFor, TelnyxCall? transferred, CancellationToken cancellationToken)
    {
        if (!_parties.TryGetValue(leg.To, out var party))
        {
            return CallEnding.NotFound;
        }

        _onLine[leg.ControlId] = party;
        var isPatient = party.RingsFor <= ringFor;
        var rung = Task.Delay(isPatient ? party.RingsFor : ringFor, time, cancellationToken);
        var over = await Task.WhenAny(rung, leg.Ended, transferred?.Ended ?? leg.Ended);
        await over.WaitAsync(cancellationToken);
        return over != rung ? CallEnding.CallerGaveUp : isPatient ? party.Refuses : CallEnding.NoAnswer;
    }

    private ICalledParty? Party(TelnyxCall call) => _onLine.GetValueOrDefault(call.ControlId);
}
