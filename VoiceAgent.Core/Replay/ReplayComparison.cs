using VoiceAgent.Core.Conversations;

namespace VoiceAgent.Core.Replay;

/// <summary>A way of taking turns that is compared, under a name of the user's.</summary>
public sealed record ReplayVariant(string Name, TurnOptions Options);

/// <summary>One call or several under one way of taking turns.</summary>
/// <param name="Name">The variant's, or that of the recording.</param>
/// <param name="Summary">The figures.</param>
/// <param name="Runs">One for each call, in the order of the calls.</param>
public sealed record ReplayColumn(string Name, ReplaySummary Summary, IReadOnlyList<ReplayRun> Runs);

/// <summary>Calls as they were and as they would have been.</summary>
public sealed record ReplayComparison
{
    /// <summary>As recorded.</summary>
    public required ReplayColumn Recorded { get; init; }

    public required IReadOnlyList<ReplayColumn> Variants { get; init; }

    /// <summary>Logs that could not be read, and are left out.</summary>
    public int Unreadable { get; init; }

    /// <summary>Logs that end before their call did.</summary>
    public int CutShort { get; init; }

    public IEnumerable<ReplayColumn> Columns => Variants.Prepend(Recorded);
}
