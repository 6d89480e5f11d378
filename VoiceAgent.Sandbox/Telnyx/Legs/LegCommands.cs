using VoiceAgent.Sandbox.Telnyx.Dialling;

namespace VoiceAgent.Sandbox.Telnyx.Legs;

/// <summary>The commands that connect an answered call with others, or speak to it; each is checked as a whole before anything is done.</summary>
internal static class LegCommands
{
    private const int MaxSpoken = 3000;

    /// <exception cref="TelnyxRefusalException">It is refused.</exception>
    public static Action Transfer(TelnyxSimulator telnyx, TelnyxCall call, CommandBody body)
    {
        var to = DialOrder.Number(body, "to");
        var from = body.Text("from") is null ? call.To : DialOrder.Number(body, "from");
        var ringFor = DialOrder.Seconds(body, "timeout_secs", 30, 5, 600);
        var state = body.ClientState("target_leg_client_state");
        return () => telnyx.Dialler.Transfer(call, from, to, ringFor, state);
    }

    /// <exception cref="TelnyxRefusalException">It is refused.</exception>
    public static Action Bridge(TelnyxSimulator telnyx, TelnyxCall call, CommandBody body)
    {
        var other = telnyx.Find(body.RequiredText("call_control_id")) ?? throw new TelnyxRefusalException(TelnyxError.UnknownCall);
        return other.IsEnded ? throw new TelnyxRefusalException(TelnyxError.CallEnded)
            : !other.IsAnswered || !call.IsAnswered ? throw new TelnyxRefusalException(TelnyxError.NotAnswered)
            : () => telnyx.Legs.Bridge(call, other);
    }

    /// <exception cref="TelnyxRefusalException">It is refused.</exception>
    public static Action Speak(TelnyxSimulator telnyx, TelnyxCall call, CommandBody body)
    {
        _ = body.RequiredText("voice");
        var text = body.RequiredText("payload");
        return text.Length > MaxSpoken
            ? throw new TelnyxRefusalException(new TelnyxError(422, "10033", "Value out of range", "payload may have 3000 characters.") { Pointer = "/payload" })
            : () => telnyx.Legs.Speak(call, text);
    }
}
