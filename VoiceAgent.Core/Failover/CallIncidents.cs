using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Failover;

/// <summary>What went wrong with the providers of one call, and who took over. Thread-safe.</summary>
public sealed class CallIncidents(TimeProvider time)
{
    private const int Most = 100;

    private readonly Lock _gate = new();
    private readonly List<ProviderIncident> _all = [];
    private long _startedAt = time.GetTimestamp();

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

    /// <summary>Times count from now on.</summary>
    public void Begin() => Volatile.Write(ref _startedAt, time.GetTimestamp());

    internal void Failed(ProviderException failure)
    {
        lock (_gate)
        {
            if (_all.Count < Most)
            {
                _all.Add(new ProviderIncident(time.GetElapsedTime(Volatile.Read(ref _startedAt)), failure.Provider, failure.Kind, null));
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
                    _all[i] = _all[i] with { TakenOverBy = by };
                }
            }
        }
    }
}
