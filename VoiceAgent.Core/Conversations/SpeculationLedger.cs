namespace VoiceAgent.Core.Conversations;

/// <summary>What asking the language model ahead saved and cost in one call. It is off for the rest of a call in which waste outweighs.</summary>
public sealed record SpeculationLedger
{
    private const int FewestDropped = 3;
    private const int FewestKept = 4;

    // Less is not heard.
    private static readonly TimeSpan LeastSaving = TimeSpan.FromMilliseconds(30);

    /// <summary>Requests made ahead.</summary>
    public int Started { get; init; }

    /// <summary>Those whose answer was used.</summary>
    public int Kept { get; init; }

    /// <summary>Those in vain.</summary>
    public int Dropped { get; init; }

    /// <summary>How much sooner the answers that were used began, all together.</summary>
    public TimeSpan Saved { get; init; }

    /// <summary>Tokens of the requests in vain and of what was written for them, at four characters each.</summary>
    public int WastedTokens { get; init; }

    /// <summary>Whether more is wasted than saved: most were in vain, or those that were used saved nothing that is heard.</summary>
    public bool IsWasteful => (Dropped >= FewestDropped && Dropped > Kept) || (Kept >= FewestKept && Saved < Kept * LeastSaving);
}
