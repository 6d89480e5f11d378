namespace VoiceAgent.Sandbox.Recognition;

/// <summary>What an ear notices, in the order of the stream; all times from the stream's first sample.</summary>
internal abstract record HeardEvent
{
    private HeardEvent()
    {
    }

    /// <summary>Someone known begins to speak.</summary>
    public sealed record SpeechStarted(TimeSpan At) : HeardEvent;

    /// <summary>A word has been spoken, far enough to be understood.</summary>
    /// <param name="Text">As written, punctuation included.</param>
    public sealed record Word(string Text, TimeSpan Start, TimeSpan End) : HeardEvent;

    /// <summary>It has been silent for as long as the endpointing time.</summary>
    /// <param name="At">End of the last sound.</param>
    /// <param name="Noticed">When the silence had lasted long enough.</param>
    public sealed record SpeechEnded(TimeSpan At, TimeSpan Noticed) : HeardEvent;
}
