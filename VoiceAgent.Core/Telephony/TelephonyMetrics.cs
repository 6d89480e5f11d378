using System.Diagnostics.Metrics;

namespace VoiceAgent.Core.Telephony;

/// <summary>Counts of what was refused or ignored at the two doors of telephony. Tags are constants of ours, never what was sent.</summary>
public static class TelephonyMetrics
{
    public const string MeterName = "VoiceAgent";

    private static readonly Meter Meter = new(MeterName);
    private static readonly Counter<long> Webhooks = Meter.CreateCounter<long>("voiceagent.webhook.deliveries");
    private static readonly Counter<long> MediaRefused = Meter.CreateCounter<long>("voiceagent.media.refused");
    private static readonly Counter<long> MediaIgnored = Meter.CreateCounter<long>("voiceagent.media.frames_ignored");

    /// <summary>A webhook delivery and what became of it.</summary>
    public static void WebhookDelivered(string outcome) => Webhooks.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>A media socket that was not let in, or was closed at its handshake.</summary>
    public static void MediaSocketRefused(string reason) => MediaRefused.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>A media frame that was passed over.</summary>
    public static void MediaFrameIgnored(string reason) => MediaIgnored.Add(1, new KeyValuePair<string, object?>("reason", reason));
}
