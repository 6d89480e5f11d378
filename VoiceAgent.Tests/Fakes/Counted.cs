using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace VoiceAgent.Tests.Fakes;

/// <summary>Listens to a counter of VoiceAgent and sums it by the value of its one tag.</summary>
internal sealed class Counted : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, long> _sums = new(StringComparer.Ordinal);

    public Counted(string counter)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == counter)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, _) => _sums.AddOrUpdate(tags[0].Value?.ToString() ?? string.Empty, value, (_, sum) => sum + value));
        _listener.Start();
    }

    public long this[string tag] => _sums.GetValueOrDefault(tag);

    public void Dispose() => _listener.Dispose();
}
