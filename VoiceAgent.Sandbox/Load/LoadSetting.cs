using VoiceAgent.Sandbox.Load.Callers;

namespace VoiceAgent.Sandbox.Load;

/// <summary>What the callers of one run share.</summary>
internal sealed record LoadSetting
{
    /// <summary>How long a caller waits for an answer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Turns of a call.</summary>
    public required int Turns { get; init; }

    /// <summary>Calls go on with further turns until they have lasted so long.</summary>
    public TimeSpan AtLeast { get; init; }

    public required CallerSpeech Speech { get; init; }

    public required LoadTimes Times { get; init; }

    public required LoadTally Tally { get; init; }

    /// <summary>Whether a call ends before this turn.</summary>
    public bool IsOver(int turn, TimeSpan elapsed) => (turn >= Turns && elapsed >= AtLeast) || turn >= FrameTag.MostTurns - 1;
}
