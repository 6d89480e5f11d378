using System.Text.Json.Serialization;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.Failover;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Tools.Running;

namespace VoiceAgent.Core.Calls;

/// <summary>What happened in one call. Saved when it begins and when it ends.</summary>
public sealed record Call
{
    public required CallId Id { get; init; }

    public required AccountId AccountId { get; init; }

    public AgentId? AgentId { get; init; }

    /// <summary>The agent's name when the call was made.</summary>
    public string? AgentName { get; init; }

    public required CallDirection Direction { get; init; }

    /// <summary>The other party, +E.164 or whatever the carrier tells; null when withheld.</summary>
    public string? From { get; init; }

    /// <summary>The number called, +E.164.</summary>
    public string? To { get; init; }

    /// <summary>The carrier's id of the call; empty while an outgoing call is being dialled.</summary>
    public required string CallControlId { get; init; }

    /// <summary>What the program that asked for an outgoing call calls it.</summary>
    public string? Reference { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? AnsweredAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public CallEndReason? EndReason { get; init; }

    /// <summary>What the owner should know about a call that failed or was not answered, in their words, with the way out.</summary>
    public string? Problem { get; init; }

    /// <summary>The providers that carried the call.</summary>
    public IReadOnlyList<ProviderName> Providers { get; init; } = [];

    /// <summary>Providers that failed during the call, and who took over.</summary>
    public IReadOnlyList<ProviderIncident> Incidents { get; init; } = [];

    public IReadOnlyList<TranscriptEntry> Transcript { get; init; } = [];

    /// <summary>What the agent's tools did, in the order they were asked for.</summary>
    public IReadOnlyList<ToolTrace> Tools { get; init; } = [];

    public IReadOnlyList<TurnLatency> Turns { get; init; } = [];

    public int Interruptions { get; init; }

    /// <summary>What asking the language model ahead saved and cost; null where it was never asked ahead.</summary>
    public SpeculationLedger? Speculation { get; init; }
}

/// <summary>Who called whom.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CallDirection>))]
public enum CallDirection
{
    Inbound,
    Outbound,
}

/// <summary>Who speaks.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Speaker>))]
public enum Speaker
{
    Caller,
    Agent,
}

/// <summary>One utterance.</summary>
public sealed record TranscriptEntry
{
    public required Speaker Speaker { get; init; }

    /// <summary>The caller's settled words, or the agent's words as far as the caller heard them.</summary>
    public required string Text { get; init; }

    /// <summary>When it began, from the moment the call was answered.</summary>
    public required TimeSpan At { get; init; }

    /// <summary>The agent turn this entry belongs to or led to; 0 is the greeting.</summary>
    public required int TurnId { get; init; }

    /// <summary>Caller only: the language that the conversation changed to with these words, a BCP 47 tag; null when it did not change.</summary>
    public string? Language { get; init; }

    /// <summary>Agent only: words that were written but not heard because the caller interrupted.</summary>
    public string? Unheard { get; init; }

    /// <summary>Agent only: whether the first word of <see cref="Unheard"/> was cut while it sounded; the others were never played.</summary>
    public bool CutsWord { get; init; }
}
