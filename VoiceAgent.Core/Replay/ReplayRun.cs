using VoiceAgent.Core.Conversations;

namespace VoiceAgent.Core.Replay;

/// <summary>A call as it went, or would have gone, under some options.</summary>
public sealed record ReplayRun
{
    public required TurnOptions Options { get; init; }

    /// <summary>Ends of the caller's turns, in order.</summary>
    public required IReadOnlyList<ReplayTurn> Turns { get; init; }

    /// <summary>Everything that was decided, in order.</summary>
    public required IReadOnlyList<ReplayDecision> Decisions { get; init; }

    /// <summary>Answers and lines cut while they were heard.</summary>
    public required int Interruptions { get; init; }

    /// <summary>How often the agent fell silent for a sound and then went on.</summary>
    public required int FalseInterruptions { get; init; }

    /// <summary>How often the caller said something over the agent, and it did not give way.</summary>
    public required int MissedInterruptions { get; init; }

    /// <summary>Requests to the language model, those in vain and in advance included.</summary>
    public required int ModelStarts { get; init; }

    /// <summary>Tokens of these requests and of what the model wrote, at four characters each.</summary>
    public required int Tokens { get; init; }

    /// <summary>When the call ended.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>From when on it differs from the recording, and is a model of what would have been; null when it does not.</summary>
    public required TimeSpan? DiffersFrom { get; init; }

    /// <summary>Utterances whose latencies the recording did not hold whole, so that they follow from the rest of the call.</summary>
    public required int Estimated { get; init; }

    public int CutOffs => Turns.Count(turn => turn.IsCutOff);
}
