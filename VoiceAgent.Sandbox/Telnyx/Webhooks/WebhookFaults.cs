namespace VoiceAgent.Sandbox.Telnyx.Webhooks;

/// <summary>How webhook deliveries misbehave, each of which an app must survive. The default behaves.</summary>
public sealed record WebhookFaults
{
    public static WebhookFaults None { get; } = new();

    /// <summary>Event type this is about, such as <c>call.answered</c>; null is every event.</summary>
    public string? EventType { get; init; }

    /// <summary>Every event arrives twice, with the same id.</summary>
    public bool Duplicate { get; init; }

    /// <summary>The signature belongs to other bytes.</summary>
    public bool BadSignature { get; init; }

    /// <summary>The event is correctly signed with a timestamp ten minutes old.</summary>
    public bool StaleTimestamp { get; init; }

    /// <summary>Wait before the first attempt.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Events wait until this later event of the same call has been delivered, three seconds at most.</summary>
    public string? HoldUntil { get; init; }

    internal WebhookFaults For(string eventType) => EventType is null || EventType == eventType ? this : None;
}
