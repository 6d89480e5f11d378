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

    /// <summary>
    /// A key that the other side presses, here or during the sentence before, replaces the rest of the steps by its own; without one, or with
    /// another, they go on.
    /// </summary>
    /// <param name="Patience">How long it waits.</param>
    /// <param name="Choices">The steps of each key.</param>
    public sealed record AwaitKey(TimeSpan Patience, IReadOnlyDictionary<char, IReadOnlyList<CalleeStep>> Choices) : CalleeStep;

    public sealed record HangUp : CalleeStep;
}
