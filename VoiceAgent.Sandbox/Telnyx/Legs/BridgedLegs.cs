using System.Collections.Concurrent;
using VoiceAgent.Sandbox.Telnyx.Dialling;
using VoiceAgent.Sandbox.Telnyx.Webhooks;

namespace VoiceAgent.Sandbox.Telnyx.Legs;

/// <summary>
/// Connects calls with each other and speaks to them, each told by webhook, and knows who was put at a number by hand. Thread-safe.
/// </summary>
internal sealed class BridgedLegs(WebhookSender webhooks, BackgroundWork work, TimeProvider time)
{
    // The pace of the carrier's own voice.
    private static readonly TimeSpan PerWord = TimeSpan.FromMilliseconds(60);

    private readonly ConcurrentDictionary<string, ICalledParty> _parties = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ICalledParty> _onLine = new(StringComparer.Ordinal);

    /// <summary>Puts somebody at a number from now on, before whoever else may have it.</summary>
    public void Put(string number, ICalledParty party) => _parties[number] = party;

    /// <summary>Who was put at a number; null when nobody was.</summary>
    public Callee? Find(string number) =>
        _parties.TryGetValue(number, out var party) ? new Callee { RingsFor = party.RingsFor, Refusal = party.Refuses, Answers = party } : null;

    /// <summary>Somebody has answered a call.</summary>
    public void Answered(TelnyxCall call, ICaller callee)
    {
        if (callee is ICalledParty party)
        {
            _onLine[call.ControlId] = party;
        }
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

    private ICalledParty? Party(TelnyxCall call) => _onLine.GetValueOrDefault(call.ControlId);
}
