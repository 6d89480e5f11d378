namespace VoiceAgent.Core.Conversations.Endpointing;

/// <summary>All that is known of the caller's turn at one moment. Times are measured from the answer of the call.</summary>
public readonly record struct EndpointSignals
{
    public required WordsLook Look { get; init; }

    /// <summary>Whether some of the words are not settled.</summary>
    public bool HasInterim { get; init; }

    /// <summary>When words came last.</summary>
    public required TimeSpan LastWordsAt { get; init; }

    /// <summary>When words were settled last.</summary>
    public TimeSpan? LastSettledAt { get; init; }

    /// <summary>Whether our own voice activity hears the caller, pauses between words included.</summary>
    public bool IsVoiceActive { get; init; }

    /// <summary>Since when an active voice has paused; null while it sounds.</summary>
    public TimeSpan? VoicePausedAt { get; init; }

    /// <summary>When the voice of these words ended; null when it did not, or was too soft to be heard.</summary>
    public TimeSpan? VoiceStoppedAt { get; init; }

    /// <summary>When the provider told that speech had ended, if no words have come since.</summary>
    public TimeSpan? ProviderEndedAt { get; init; }

    /// <summary>Whether the provider's model judged that the turn is over, where others only count the silence.</summary>
    public bool IsJudgedOver { get; init; }

    /// <summary>How sure the model was, 0 to 1; null where it does not say.</summary>
    public double? Confidence { get; init; }
}
