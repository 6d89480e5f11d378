namespace VoiceAgent.Sandbox.Telnyx;

/// <summary>How a call ended, in the words of call.hangup.</summary>
/// <param name="Cause">hangup_cause.</param>
/// <param name="Source">hangup_source: <c>caller</c> placed the call, <c>callee</c> was called; of a call that comes in, the app is the callee.</param>
/// <param name="SipCause">sip_hangup_cause.</param>
internal sealed record CallEnding(string Cause, string Source, string SipCause)
{
    public static CallEnding CallerHungUp { get; } = new("normal_clearing", "caller", "200");

    public static CallEnding AppHungUp { get; } = new("normal_clearing", "callee", "200");

    public static CallEnding CallerGaveUp { get; } = new("originator_cancel", "caller", "487");

    public static CallEnding Rejected { get; } = new("call_rejected", "callee", "603");

    public static CallEnding Busy { get; } = new("user_busy", "callee", "486");

    public static CallEnding NoAnswer { get; } = new("timeout", "unknown", "480");

    public static CallEnding NotFound { get; } = new("not_found", "unknown", "404");

    /// <summary>The carrier itself does not put the call through.</summary>
    public static CallEnding Forbidden { get; } = new("call_rejected", "unknown", "403");

    public static CallEnding TimeLimit { get; } = new("time_limit", "unknown", "200");

    /// <summary>The same ending of a call that the app placed, where caller and callee have changed places.</summary>
    public CallEnding Reversed() => Source switch
    {
        "caller" => this with { Source = "callee" },
        "callee" when Cause is "normal_clearing" => this with { Source = "caller" },
        _ => this,
    };
}
