using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Failover;

/// <summary>What went wrong with the providers of one call, and who took over. Thread-safe.</summary>
public sealed class CallIncidents(TimeProvider time)
{
    private const int Most = 100;

    private readonly Lock _gate = new();
    private readonly List<ProviderIncident> _all = [];
    private long _startedAt = time.GetTimestamp();
    private CallId? _call;

    public IReadOnlyList<ProviderIncident> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _all];
            }
        }
    }

    /// <summary>The call, once it has begun.</summary>
    public CallId? Call
    {
        get
        {
            lock (_gate)
            {
                return _call;
            }
        }
    }

    /// <summary>The call begins: times count from now on.</summary>
    public void Begin(CallId call)
    {
        lock (_gate)
        {
            (_call, _startedAt) = (call, time.GetTimestamp());
        }
    }

    internal void Failed(ProviderException failure)
    {
        lock (_gate)
        {
            if (_all.Count < Most)
            {
                _all.Add(new ProviderIncident(time.GetElapsedTime(_startedAt), failure.Provider, failure.Kind, null));
            }
        }
    }

    internal void TakenOver(ProviderCategory category, ProviderName by)
    {
        lock (_gate)
        {
            for (var i = 0; i < _all.Count; i++)
            {
                if (_all[i].TakenOverBy is null && ProviderCatalog.Get(_all[i].Provider).Category == category)
                {
                    _all[i] = _all[i] with { TakenOverBy = by, TakenOverAfter = time.GetElapsedTime(_startedAt) - _all[i].At };
                }
            }
        }
    }
}
