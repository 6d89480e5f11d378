using VoiceAgent.Core.Conversations.Endpointing;

namespace VoiceAgent.Core.Conversations;

/// <summary>Where the time of one agent turn went. Null where a part did not happen or could not be measured.</summary>
public sealed record TurnLatency
{
    /// <summary>The agent turn, counted from 1; the greeting is turn 0.</summary>
    public required int TurnId { get; init; }

    /// <summary>End of the caller's speech to the last word settled (transcription delay).</summary>
    public TimeSpan? TranscriptionDelay { get; init; }

    /// <summary>End of the caller's speech to the decision that the turn is over (end-of-utterance delay).</summary>
    public TimeSpan? EndOfUtteranceDelay { get; init; }

    /// <summary>Request to the language model until its first token.</summary>
    public TimeSpan? TimeToFirstToken { get; init; }

    /// <summary>First text to the voice until its first audio.</summary>
    public TimeSpan? TimeToFirstByte { get; init; }

    /// <summary>End of the caller's speech until the first agent audio is sent to the carrier.</summary>
    public TimeSpan? VoiceToVoice { get; init; }

    /// <summary>What ended the caller's turn; null for lines of the agent's own, and in calls that were recorded without it.</summary>
    public EndpointReason? EndedBy { get; init; }

    public bool WasInterrupted { get; init; }
}
