using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Keys;

namespace VoiceAgent.Core.Calls.Outgoing;

/// <summary>A call that somebody wants an agent to make.</summary>
public sealed record OutgoingCallRequest
{
    public const int MaxReferenceLength = 100;

    public required AgentId Agent { get; init; }

    /// <summary>The number to call, as it was typed.</summary>
    public required string? To { get; init; }

    /// <summary>The account's number that the other side sees; null is the agent's own, or else the account's first.</summary>
    public string? From { get; init; }

    /// <summary>What the asking program calls it, kept with the call; at most <see cref="MaxReferenceLength"/> characters.</summary>
    public string? Reference { get; init; }
}

/// <summary>A call that was started, or why none was.</summary>
public sealed record OutgoingCallResult
{
    /// <summary>The call, which may have failed or ended already.</summary>
    public Call? Call { get; init; }

    public OutgoingRefusal? Refusal { get; init; }

    /// <summary>Why, in the user's words with the way out.</summary>
    public string? Message { get; init; }

    /// <summary>Of <see cref="OutgoingRefusal.NotReady"/>: what is missing.</summary>
    public IReadOnlyList<MissingPart> Missing { get; init; } = [];

    /// <summary>Of <see cref="OutgoingRefusal.LimitReached"/>: when to try again.</summary>
    public TimeSpan? RetryAfter { get; init; }

    internal static OutgoingCallResult Refused(OutgoingRefusal refusal, string? message) => new() { Refusal = refusal, Message = message };
}

/// <summary>Why a call is not made. Nothing has been asked of the carrier, except for <see cref="CarrierTrouble"/>.</summary>
public enum OutgoingRefusal
{
    NoSuchAgent,

    /// <summary>The number to call is not one, or not one that agents call.</summary>
    NumberRefused,

    /// <summary>The number to call from is not one that the account can call from.</summary>
    FromRefused,

    /// <summary>The reference is too long.</summary>
    ReferenceRefused,

    /// <summary>Keys are missing.</summary>
    NotReady,

    /// <summary>The account has as many calls as it may make.</summary>
    LimitReached,

    /// <summary>The server takes no further call.</summary>
    ServerBusy,

    /// <summary>The carrier could not be asked or refused.</summary>
    CarrierTrouble,
}
