using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Replay.Logs;

/// <summary>
/// What happened in one finished call, event by event, as its conversation took it in. It holds the caller's words like the transcript
/// and belongs to the same account; a document of its own, because few calls are looked at so closely.
/// </summary>
public sealed record CallLog
{
    /// <summary>The form of <see cref="Events"/>. A log of another form cannot be replayed.</summary>
    public const int CurrentVersion = 1;

    public static DocumentCollection<CallLog> Collection { get; } = new()
    {
        Name = "call_logs",
        Id = log => log.Id.ToString(),
        Indexes = [DocumentIndex<CallLog>.On("account_agent_started", log => log.AccountId, log => log.AgentId, log => log.StartedAt)],
    };

    /// <summary>The call's.</summary>
    public required CallId Id { get; init; }

    public required AccountId AccountId { get; init; }

    public AgentId? AgentId { get; init; }

    /// <summary>When the call began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    public required int Version { get; init; }

    /// <summary>What the conversation was held by. Without the system message, of which only the length is kept.</summary>
    public required ConversationSettings Settings { get; init; }

    /// <summary>Characters of the system message.</summary>
    public required int SystemMessageLength { get; init; }

    /// <summary>Whether the call was so long or so busy that the log ends before it did.</summary>
    public required bool IsCutShort { get; init; }

    /// <summary>How many events there are.</summary>
    public required int Count { get; init; }

    /// <summary>The events, packed; <see cref="CallLogEvents"/> reads them.</summary>
    public required string Events { get; init; }
}
