using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Conversations.Endpointing;

namespace VoiceAgent.Core.Conversations;

/// <summary>An utterance of the agent while it lasts: what it is for and when each of its parts happened.</summary>
internal sealed class TurnState
{
    public required int Id { get; init; }

    /// <summary>Null is an answer of the language model.</summary>
    public LineKind? Line { get; init; }

    /// <summary>The call ends with this once the turn has been heard.</summary>
    public CallEndReason? EndsWith { get; set; }

    public required TimeSpan StartedAt { get; init; }

    /// <summary>When it was decided that the call ends with this turn; null is from its beginning.</summary>
    public TimeSpan? EndDecidedAt { get; set; }

    /// <summary>Whether what the caller heard first was a line to bridge a wait.</summary>
    public bool BeganWithFiller { get; set; }

    /// <summary>When the turn last gave a sign of life.</summary>
    public TimeSpan LastSignAt { get; set; }

    /// <summary>End of the caller's speech that the turn answers.</summary>
    public TimeSpan? SpeechEndedAt { get; init; }

    /// <summary>What ended the caller's turn; null for lines of the agent's own.</summary>
    public EndpointReason? EndedBy { get; init; }

    public TimeSpan? WordsSettledAt { get; init; }

    public TimeSpan? FirstTokenAt { get; set; }

    public TimeSpan? VoiceAskedAt { get; set; }

    public TimeSpan? VoiceAnsweredAt { get; set; }

    public TimeSpan? AudioSentAt { get; set; }

    /// <summary>Since when playout is paused; null while it runs.</summary>
    public TimeSpan? PausedAt { get; set; }

    /// <summary>Whether it is paused for a sound that is not known to be a voice.</summary>
    public bool IsPausedForSound { get; set; }

    public TimeSpan? VoiceToVoice => BeganWithFiller ? null : AudioSentAt - SpeechEndedAt;

    public TurnLatency Latency(bool wasInterrupted) => new()
    {
        TurnId = Id,
        TranscriptionDelay = NotNegative(WordsSettledAt - SpeechEndedAt),
        EndOfUtteranceDelay = NotNegative(StartedAt - SpeechEndedAt),
        TimeToFirstToken = FirstTokenAt - StartedAt,
        TimeToFirstByte = VoiceAnsweredAt - VoiceAskedAt,
        VoiceToVoice = VoiceToVoice,
        EndedBy = EndedBy,
        WasInterrupted = wasInterrupted,
    };

    // Words may be settled while the caller still makes a sound.
    private static TimeSpan? NotNegative(TimeSpan? delay) => delay < TimeSpan.Zero ? TimeSpan.Zero : delay;
}
