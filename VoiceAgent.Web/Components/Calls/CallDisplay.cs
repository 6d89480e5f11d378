using System.Globalization;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.Failover;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Tools.Running;
using VoiceAgent.Web.Components.Shared;

namespace VoiceAgent.Web.Components.Calls;

/// <summary>A call in words and tones, the same on every page.</summary>
public static class CallDisplay
{
    private static readonly TimeSpan LongestShown = TimeSpan.FromSeconds(5);

    public static string OtherParty(Call call)
    {
        ArgumentNullException.ThrowIfNull(call);
        var number = call.Direction is CallDirection.Inbound ? call.From : call.To;
        return string.IsNullOrWhiteSpace(number) ? CallsText.Withheld : number;
    }

    public static string OwnNumber(Call call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return (call.Direction is CallDirection.Inbound ? call.To : call.From) ?? CallsText.Withheld;
    }

    /// <summary>Who speaks on the other side, as transcripts name them.</summary>
    public static string OtherSpeaker(Call call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return call.Direction is CallDirection.Inbound ? CallsText.Caller : CallsText.Called;
    }

    public static string Direction(CallDirection direction) => direction is CallDirection.Inbound ? CallsText.Inbound : CallsText.Outbound;

    /// <summary>From the answer to the end; zero for a call that was not answered.</summary>
    public static TimeSpan Duration(Call call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return call is { AnsweredAt: { } answered, EndedAt: { } ended } && ended > answered ? ended - answered : TimeSpan.Zero;
    }

    /// <summary>The duration as tables show it; a dash while the call goes on.</summary>
    public static string DurationText(Call call) => call is { EndedAt: null } ? "–" : Display.Clock(Duration(call));

    public static string Phase(ConversationPhase phase) => phase switch
    {
        ConversationPhase.Connecting => "Connecting",
        ConversationPhase.Listening => "Listening",
        ConversationPhase.Thinking => "Thinking",
        ConversationPhase.Speaking => "Speaking",
        ConversationPhase.Ended => "Ended",
        _ => throw new ArgumentOutOfRangeException(nameof(phase)),
    };

    public static StatusTone Tone(ConversationPhase phase) => phase is ConversationPhase.Ended ? StatusTone.Neutral : StatusTone.Active;

    public static string EndReason(Call call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return call switch
        {
            { EndReason: null, Direction: CallDirection.Outbound, AnsweredAt: null } => CallsText.Ringing,
            { EndReason: CallEndReason.CallerHungUp, Direction: CallDirection.Outbound } => "They hung up",
            _ => EndReason(call.EndReason),
        };
    }

    public static string EndReason(CallEndReason? reason) => reason switch
    {
        null => "In progress",
        CallEndReason.LineBusy => "Busy",
        CallEndReason.NobodyPickedUp => "Nobody picked up",
        CallEndReason.Declined => "Declined",
        CallEndReason.NumberUnknown => "No such number",
        CallEndReason.RefusedByCarrier => "Refused by the carrier",
        CallEndReason.Cancelled => "You cancelled it",
        CallEndReason.CallerHungUp => "Caller hung up",
        CallEndReason.HungUpByUser => "You hung up",
        CallEndReason.AgentHungUp => "Agent hung up",
        CallEndReason.Transferred => "Transferred",
        CallEndReason.SilenceTimeout => "Silence",
        CallEndReason.MaxDurationReached => "Longest duration reached",
        CallEndReason.ProviderFailed => "A provider failed",
        CallEndReason.MediaFailed => "Audio connection lost",
        CallEndReason.RejectedNotReady => "Rejected: keys missing",
        CallEndReason.RejectedNoAgent => "Rejected: no agent",
        CallEndReason.NotAnswered => "Not answered",
        CallEndReason.ServerBusy => "Rejected: server busy",
        CallEndReason.ServerShutdown => "Server was stopped",
        CallEndReason.InternalError => "Internal error",
        _ => throw new ArgumentOutOfRangeException(nameof(reason)),
    };

    public static StatusTone Tone(CallEndReason? reason) => reason switch
    {
        null => StatusTone.Active,
        CallEndReason.CallerHungUp or CallEndReason.HungUpByUser or CallEndReason.AgentHungUp or CallEndReason.Transferred => StatusTone.Good,
        CallEndReason.SilenceTimeout or CallEndReason.MaxDurationReached or CallEndReason.NotAnswered or CallEndReason.ServerShutdown
            or CallEndReason.LineBusy or CallEndReason.NobodyPickedUp or CallEndReason.Declined or CallEndReason.Cancelled => StatusTone.Neutral,
        _ => StatusTone.Bad,
    };

    /// <summary>"Deepgram stopped answering at 0:42; Soniox took over after 0.9 s".</summary>
    public static string Incident(ProviderIncident incident)
    {
        ArgumentNullException.ThrowIfNull(incident);
        var name = ProviderCatalog.Get(incident.Provider).DisplayName;
        return $"{name} {Trouble(incident.Kind)} at {Display.Clock(incident.At)}; {TakeOver(incident)}.";
    }

    /// <summary>Where the user mends a key that was refused; null where it was not the key.</summary>
    public static string? KeyAddress(ProviderIncident incident)
    {
        ArgumentNullException.ThrowIfNull(incident);
        return incident.Kind is ProviderErrorKind.Unauthorized or ProviderErrorKind.QuotaExceeded
            ? $"/settings#provider-{ProviderCatalog.Get(incident.Provider).Slug}"
            : null;
    }

    private static string Trouble(ProviderErrorKind kind) => kind switch
    {
        ProviderErrorKind.Unauthorized => "refused the key",
        ProviderErrorKind.QuotaExceeded => "had no credit left",
        ProviderErrorKind.RateLimited => "allowed no more requests",
        ProviderErrorKind.Unavailable => "could not be reached",
        ProviderErrorKind.Timeout => "stopped answering",
        ProviderErrorKind.Protocol => "broke off",
        ProviderErrorKind.Rejected => "refused the request",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    // Who listens has taken over when the caller next says something, which may be much later.
    private static string TakeOver(ProviderIncident incident) => incident switch
    {
        { TakenOverBy: null } => "nobody took over",
        { TakenOverBy: { } by } when by == incident.Provider => "a second try worked",
        { TakenOverBy: { } by, TakenOverAfter: { } after } when after < LongestShown => $"{ProviderCatalog.Get(by).DisplayName} took over after {Display.Latency(after)}",
        { TakenOverBy: { } by } => $"{ProviderCatalog.Get(by).DisplayName} took over",
    };

    /// <summary>How a tool's run stands and how long it took.</summary>
    public static string Outcome(ToolTrace tool)
    {
        ArgumentNullException.ThrowIfNull(tool);
        var outcome = tool.Outcome switch
        {
            ToolOutcome.Running => "running",
            ToolOutcome.Succeeded => "ok",
            ToolOutcome.Failed => "failed",
            ToolOutcome.TimedOut => "timed out",
            ToolOutcome.Cancelled => "cancelled",
            ToolOutcome.Refused => "not run",
            _ => throw new ArgumentOutOfRangeException(nameof(tool)),
        };
        return tool.Duration is { } duration ? string.Create(CultureInfo.InvariantCulture, $"{outcome}, {duration.TotalMilliseconds:0} ms") : outcome;
    }

    /// <summary>Where the user mends what ended the call, or null.</summary>
    public static (string Address, string Text)? WayOut(CallEndReason? reason) => reason switch
    {
        CallEndReason.RejectedNotReady or CallEndReason.ProviderFailed => ("/settings", CallsText.OpenKeys),
        CallEndReason.RejectedNoAgent => ("/numbers", CallsText.OpenNumbers),
        _ => null,
    };
}
