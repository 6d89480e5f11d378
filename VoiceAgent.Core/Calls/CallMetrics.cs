using System.Diagnostics.Metrics;
using VoiceAgent.Core.Conversations;

namespace VoiceAgent.Core.Calls;

/// <summary>What finished calls tell of answers in advance. Tags are constants of ours.</summary>
public sealed class CallMetrics
{
    private readonly Counter<long> _requests;
    private readonly Counter<long> _saved;
    private readonly Counter<long> _wasted;

    public CallMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create(Telephony.TelephonyMetrics.MeterName);
        _requests = meter.CreateCounter<long>("voiceagent.speculation.requests");
        _saved = meter.CreateCounter<long>("voiceagent.speculation.saved", "ms");
        _wasted = meter.CreateCounter<long>("voiceagent.speculation.wasted", "tokens");
    }

    /// <summary>A call has ended; null where it was never asked ahead.</summary>
    public void Ended(SpeculationLedger? ledger)
    {
        if (ledger is null)
        {
            return;
        }

        _requests.Add(ledger.Kept, new KeyValuePair<string, object?>("outcome", "kept"));
        _requests.Add(ledger.Dropped, new KeyValuePair<string, object?>("outcome", "dropped"));
        _saved.Add((long)ledger.Saved.TotalMilliseconds);
        _wasted.Add(ledger.WastedTokens);
    }
}
