namespace VoiceAgent.Core.Telephony;

/// <summary>What a carrier tells about a call. Deliveries may be late, repeated and out of order.</summary>
public sealed record CarrierEvent
{
    /// <summary>The carrier's id of the event: the same for every delivery of it.</summary>
    public required string EventId { get; init; }

    public required CarrierEventKind Kind { get; init; }

    public required string CallControlId { get; init; }

    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>Whether the call came to us (true) or was made by us.</summary>
    public bool IsInbound { get; init; }

    /// <summary>Null when withheld.</summary>
    public string? From { get; init; }

    public string? To { get; init; }

    /// <summary>Codecs the caller's side offered, best first, as the carrier names them; empty when not told.</summary>
    public IReadOnlyList<string> OfferedCodecs { get; init; } = [];

    /// <summary>The carrier's application that the call came in through.</summary>
    public string? ConnectionId { get; init; }

    /// <summary>What the leg was given when we made it; null for a call that came in.</summary>
    public string? State { get; init; }

    /// <summary>Why the carrier says it ended, as it names causes.</summary>
    public string? HangupCause { get; init; }

    public override string ToString() => $"{Kind} {EventId}";
}

/// <summary>The kinds of carrier event that change what we do.</summary>
public enum CarrierEventKind
{
    /// <summary>A call rings.</summary>
    Initiated,
    Answered,
    HungUp,
    StreamingFailed,

    /// <summary>Connected with another call.</summary>
    Bridged,

    /// <summary>What the carrier was to say has been said.</summary>
    SpeakEnded,
}
