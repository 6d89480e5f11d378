using System.Text.Json.Serialization;

namespace VoiceAgent.Core.Calls;

/// <summary>Why a call ended, decided once.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CallEndReason>))]
public enum CallEndReason
{
    /// <summary>The far end hung up.</summary>
    CallerHungUp,

    /// <summary>The owner pressed the hang-up button.</summary>
    HungUpByUser,

    /// <summary>The agent said goodbye and hung up.</summary>
    AgentHungUp,

    /// <summary>The caller was put through to somebody else, and goes on talking there.</summary>
    Transferred,

    /// <summary>Nobody spoke, silence prompts included.</summary>
    SilenceTimeout,

    /// <summary>The agent's longest call duration was reached.</summary>
    MaxDurationReached,

    /// <summary>A provider failed and nothing could stand in for it.</summary>
    ProviderFailed,

    /// <summary>The media stream broke off or never opened.</summary>
    MediaFailed,

    /// <summary>The carrier sent the audio in a format that is not taken. <see cref="Call.Problem"/> says which.</summary>
    UnsupportedAudio,

    /// <summary>Not answered: a key was missing or unusable. <see cref="Call.Problem"/> says which.</summary>
    RejectedNotReady,

    /// <summary>Not answered: the number has no agent.</summary>
    RejectedNoAgent,

    /// <summary>The caller gave up before the call was answered.</summary>
    NotAnswered,

    /// <summary>Outgoing: the number called was in use.</summary>
    LineBusy,

    /// <summary>Outgoing: nobody picked up.</summary>
    NobodyPickedUp,

    /// <summary>Outgoing: whoever was called declined.</summary>
    Declined,

    /// <summary>Outgoing: there is no such number.</summary>
    NumberUnknown,

    /// <summary>Outgoing: the carrier did not put the call through. <see cref="Call.Problem"/> says what to look at.</summary>
    RefusedByCarrier,

    /// <summary>Outgoing: the owner took the call back before it was answered.</summary>
    Cancelled,

    /// <summary>Outgoing: a voicemail answered, and no message was left.</summary>
    VoicemailReached,

    /// <summary>Outgoing: a voicemail answered, and the agent's message was said to its end.</summary>
    VoicemailMessageLeft,

    /// <summary>Outgoing: an assistant that screens calls did not put this one through.</summary>
    NotPutThrough,

    /// <summary>Not answered: the process had as many calls as it may take, or can carry.</summary>
    ServerBusy,

    /// <summary>The server was stopped.</summary>
    ServerShutdown,

    /// <summary>Our own fault; the log has the call id.</summary>
    InternalError,
}
