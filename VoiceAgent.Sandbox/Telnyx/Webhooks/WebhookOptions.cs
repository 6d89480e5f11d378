namespace VoiceAgent.Sandbox.Telnyx.Webhooks;

/// <summary>How the simulated Telnyx delivers webhooks.</summary>
public sealed record WebhookOptions
{
    /// <summary>How long an app may take to answer; the setting a Call Control application calls webhook_timeout_secs.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Waits before each further attempt after 408, 429, 5xx, 3xx, a timeout or a failed connection.</summary>
    public IReadOnlyList<TimeSpan> RetryDelays { get; init; } =
        [TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)];
}

/// <summary>One attempt to deliver an event.</summary>
/// <param name="EventId">The same for all attempts and duplicates.</param>
/// <param name="Attempt">From 1.</param>
/// <param name="Status">What the app answered; null when it did not.</param>
public sealed record WebhookDelivery(string EventType, string EventId, int Attempt, int? Status);
