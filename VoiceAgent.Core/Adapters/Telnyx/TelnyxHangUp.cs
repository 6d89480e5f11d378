using VoiceAgent.Core.Telephony;

namespace VoiceAgent.Core.Adapters.Telnyx;

/// <summary>
/// Reads <c>hangup_cause</c> (an open set: <c>user_busy</c>, <c>timeout</c>, <c>call_rejected</c>, …) together with
/// <c>sip_hangup_cause</c> (a SIP status as text, or <c>unspecified</c>). A refusal of the carrier itself comes as a rejection with SIP 403.
/// </summary>
internal static class TelnyxHangUp
{
    public static HangUpCause Cause(string? cause, string? sip) => (cause, sip) switch
    {
        ("user_busy" or "busy", _) => HangUpCause.Busy,
        ("timeout" or "no_answer", _) => HangUpCause.NoAnswer,
        ("originator_cancel", _) => HangUpCause.Cancelled,
        ("not_found" or "unallocated_number", _) => HangUpCause.NumberUnknown,
        ("normal_clearing" or "time_limit", _) => HangUpCause.Normal,
        (_, "403" or "401" or "402" or "407") => HangUpCause.Refused,
        ("call_rejected", _) => HangUpCause.Declined,
        ("destination_out_of_order", _) => HangUpCause.Refused,
        (_, "486" or "600") => HangUpCause.Busy,
        (_, "480" or "408") => HangUpCause.NoAnswer,
        (_, "404" or "410" or "484" or "604") => HangUpCause.NumberUnknown,
        (_, "603" or "607") => HangUpCause.Declined,
        (_, "487") => HangUpCause.Cancelled,
        (_, { Length: 3 } status) when status[0] is '4' or '5' or '6' => HangUpCause.Refused,
        _ => HangUpCause.Normal,
    };
}
