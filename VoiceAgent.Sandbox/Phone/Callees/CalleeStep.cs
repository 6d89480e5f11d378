namespace VoiceAgent.Sandbox.Phone.Callees;

/// <summary>What somebody who is called does next.</summary>
internal abstract record CalleeStep
{
    /// <summary>Says a sentence, whatever the other side is saying.</summary>
    public sealed record Say(CallerLine Line) : CalleeStep;

    /// <summary>A machine's tone.</summary>
    public sealed record Tone(double Frequency, TimeSpan Duration) : CalleeStep;

    /// <summary>Keeps quiet.</summary>
    public sealed record Wait(TimeSpan Duration) : CalleeStep;

    /// <summary>Listens until the other side has spoken and then been silent for so long, or has said nothing for <paramref name="Patience"/>.</summary>
    public sealed record Listen(TimeSpan Silence, TimeSpan Patience) : CalleeStep;

    /// <summary>The rest of the steps depends on a key that the other side presses; without one, they go on.</summary>
    public sealed record AwaitKey(TimeSpan Patience) : CalleeStep;

    public sealed record HangUp : CalleeStep;
}
