namespace VoiceAgent.Core.Replay;

/// <summary>An end of the caller's turn in a replay, and what came of it. Times are measured from the answer of the call.</summary>
public sealed record ReplayTurn
{
    public required int TurnId { get; init; }

    /// <summary>The caller's words that the turn answers.</summary>
    public required string CallerText { get; init; }

    /// <summary>When the caller stopped, as far as was heard by then; null when a key was pressed.</summary>
    public required TimeSpan? SpeechEndedAt { get; init; }

    /// <summary>When the turn was taken to be over.</summary>
    public required TimeSpan EndedAt { get; init; }

    /// <summary>Silence until then; null when a key was pressed.</summary>
    public TimeSpan? EndOfTurnDelay => EndedAt - SpeechEndedAt is { } delay ? (delay < TimeSpan.Zero ? TimeSpan.Zero : delay) : null;

    /// <summary>When the caller began to hear the answer; null when it was withdrawn before.</summary>
    public TimeSpan? HeardAt { get; init; }

    public TimeSpan? VoiceToVoice => SpeechEndedAt is null ? null : HeardAt - SpeechEndedAt;

    /// <summary>Whether the caller went on soon after: they had not finished.</summary>
    public bool IsCutOff { get; init; }

    /// <summary>Whether the answer was cut while it was heard.</summary>
    public bool WasInterrupted { get; init; }
}
