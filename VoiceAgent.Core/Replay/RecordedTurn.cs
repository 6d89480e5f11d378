using VoiceAgent.Core.Conversations;

namespace VoiceAgent.Core.Replay;

/// <summary>An utterance of the agent as it went in the recorded call: how long its parts took, so that they can be put elsewhere.</summary>
internal sealed record RecordedTurn
{
    public required int Id { get; init; }

    /// <summary>Whether it is a fixed line rather than an answer.</summary>
    public required bool IsLine { get; init; }

    public required TimeSpan StartedAt { get; init; }

    /// <summary>How much sooner than the turn its answer was asked for, up to the model's first token; zero where it was not.</summary>
    public TimeSpan Lead { get; init; }

    /// <summary>From the start to the model's first token; null where there was none.</summary>
    public TimeSpan? FirstToken { get; set; }

    /// <summary>From the start to the first text for the voice.</summary>
    public TimeSpan? VoiceAsked { get; set; }

    /// <summary>From the start to the voice's first audio.</summary>
    public TimeSpan? VoiceAnswered { get; set; }

    /// <summary>From the start to the first audio sent; null where the caller heard nothing.</summary>
    public TimeSpan? AudioSent { get; set; }

    /// <summary>How long it sounded, pauses not counted; null where it was cut.</summary>
    public TimeSpan? Speaking { get; set; }

    /// <summary>When its audio ended by itself.</summary>
    public TimeSpan? EndedAt { get; set; }

    /// <summary>All words that were written, as far as is known.</summary>
    public string Text { get; set; } = string.Empty;

    /// <summary>Whether it was cut; what is told of its end after that is none.</summary>
    public bool IsCut { get; set; }

    /// <summary>How it ended by itself; null where it was cut.</summary>
    public AgentTurnOutcome? Outcome { get; set; }

    /// <summary>From the start to that end.</summary>
    public TimeSpan? Took { get; set; }

    /// <summary>How long it was paused.</summary>
    public TimeSpan Paused { get; set; }

    /// <summary>Words heard when they were last counted, and how long it had sounded then.</summary>
    public (int Words, TimeSpan After) Heard { get; set; }

    /// <summary>Tools, lines that bridge their wait and an end after it, and when after the start they came.</summary>
    public List<(TimeSpan After, ConversationEvent Happened)> Also { get; } = [];
}
