using System.Diagnostics.Metrics;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Telephony;

namespace VoiceAgent.Core.Adapters.Sockets;

/// <summary>
/// Counts connections that are opened to providers, by whether they were opened before they were needed (<c>early</c>) or by the request that
/// had to wait for them (<c>late</c>).
/// </summary>
internal sealed class TransportMetrics
{
    public const string HandshakesName = "voiceagent.provider.handshakes";

    private readonly Counter<long> _handshakes;

    public TransportMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        _handshakes = meters.Create(TelephonyMetrics.MeterName).CreateCounter<long>(HandshakesName);
    }

    public void Connecting(ProviderName provider, bool isEarly) => _handshakes.Add(
        1,
        new KeyValuePair<string, object?>("provider", ProviderCatalog.Get(provider).Slug),
        new KeyValuePair<string, object?>("when", isEarly ? "early" : "late"));
}
