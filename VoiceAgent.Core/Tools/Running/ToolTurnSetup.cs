using VoiceAgent.Core.Conversations;

namespace VoiceAgent.Core.Tools.Running;

/// <summary>What the tools of one agent turn need of the call.</summary>
internal sealed record ToolTurnSetup
{
    public required ToolContext Context { get; init; }

    /// <summary>Told what is asked for and what came of it, also after the turn.</summary>
    public required Action<ConversationEvent> Post { get; init; }

    /// <summary>Keeps a run that may outlive the turn until the call ends; its token is cancelled then.</summary>
    public required Action<Func<CancellationToken, Task>> Keep { get; init; }

    /// <summary>Told of a fault of a tool; what it says may hold secrets and is not logged.</summary>
    public Action<Exception> Faulted { get; init; } = _ => { };

    /// <summary>
    /// Awaited before a tool that changes something runs: completes when the caller's turn is known to be over. An answer that was begun
    /// ahead of that sets it.
    /// </summary>
    public Task MayChange { get; init; } = Task.CompletedTask;
}
