namespace VoiceAgent.Core.Calls.Speaking;

/// <summary>A frame on its way to the carrier.</summary>
/// <param name="Track">Whose audio it is.</param>
/// <param name="Buffer">Rented, one frame long; null ends the turn.</param>
/// <param name="End">Where in the turn's audio the frame ends, once sent.</param>
internal readonly record struct PlayoutFrame(SpeechTrack Track, byte[]? Buffer, TimeSpan End);

/// <summary>What the playout loop does next.</summary>
internal readonly record struct PlayoutStep(PlayoutStepKind Kind)
{
    /// <summary>Longest wait; a signal ends it sooner.</summary>
    public TimeSpan Wait { get; init; }

    public ReadOnlyMemory<byte> Audio { get; init; }

    /// <summary>Whose audio.</summary>
    public SpeechTrack? Track { get; init; }

    public string? MarkName { get; init; }
}

internal enum PlayoutStepKind
{
    Wait,
    Clear,
    Audio,
    Mark,
    Stop,
}
