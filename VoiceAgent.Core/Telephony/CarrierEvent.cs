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

    /// <summary>What was given to <see cref="DialRequest.Reference"/> or <see cref="TransferRequest.Reference"/>; null for calls that came in.</summary>
    public string? Reference { get; init; }

    /// <summary>Of <see cref="CarrierEventKind.HungUp"/>: why.</summary>
    public HangUpCause HangUp { get; init; }

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

/// <summary>Why a call ended, as far as the carrier tells; the kinds that differ in what it means for the owner.</summary>
public enum HangUpCause
{
    /// <summary>Nothing else, or not told: somebody hung up.</summary>
    Normal,

    /// <summary>The number called was in use.</summary>
    Busy,

    /// <summary>Nobody picked up in time.</summary>
    NoAnswer,

    /// <summary>Whoever was called declined.</summary>
    Declined,

    /// <summary>There is no such number.</summary>
    NumberUnknown,

    /// <summary>The carrier did not put the call through.</summary>
    Refused,

    /// <summary>Whoever placed the call took it back before it was answered.</summary>
    Cancelled,
}
