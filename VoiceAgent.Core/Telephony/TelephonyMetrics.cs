using System.Diagnostics.Metrics;

namespace VoiceAgent.Core.Telephony;

/// <summary>Counts of what was refused or ignored at the two doors of telephony. Tags are constants of ours, never what was sent.</summary>
public sealed class TelephonyMetrics
{
    public const string MeterName = "VoiceAgent";

    private readonly Counter<long> _webhooks;
    private readonly Counter<long> _mediaRefused;
    private readonly Counter<long> _mediaIgnored;

    /// <summary>The factory owns the meter; who listens tells the meters of several applications apart by it.</summary>
    public TelephonyMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create(MeterName);
        _webhooks = meter.CreateCounter<long>("voiceagent.webhook.deliveries");
        _mediaRefused = meter.CreateCounter<long>("voiceagent.media.refused");
        _mediaIgnored = meter.CreateCounter<long>("voiceagent.media.frames_ignored");
    }

    /// <summary>A webhook delivery and what became of it.</summary>
    public void WebhookDelivered(string outcome) => _webhooks.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>A media socket that was not let in, or was closed at its handshake.</summary>
    public void MediaSocketRefused(string reason) => _mediaRefused.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>A media frame that was passed over.</summary>
    public void MediaFrameIgnored(string reason) => _mediaIgnored.Add(1, new KeyValuePair<string, object?>("reason", reason));
}
