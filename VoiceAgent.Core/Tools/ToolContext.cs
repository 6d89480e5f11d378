using VoiceAgent.Core.Calls;

namespace VoiceAgent.Core.Tools;

/// <summary>What a running tool may know of its call.</summary>
public sealed record ToolContext
{
    /// <summary>The call as it was when it was answered.</summary>
    public required Call Call { get; init; }

    /// <summary>The agent turn that asked.</summary>
    public required int TurnId { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>Cancelled when the call has ended, for tools that have no business after it.</summary>
    public CancellationToken CallEnded { get; init; }

    /// <summary>
    /// Completes when the caller has heard everything the agent has said so far in the turn; is cancelled when the caller interrupts it. For
    /// tools that must not cut the agent's words, such as a transfer.
    /// </summary>
    public required Func<CancellationToken, Task> WordsHeardAsync { get; init; }
}
