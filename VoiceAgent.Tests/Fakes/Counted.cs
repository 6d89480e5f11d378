using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace VoiceAgent.Tests.Fakes;

/// <summary>Listens to a counter of one application, of the several in the test process, and sums it by the value of its one tag.</summary>
internal sealed class Counted : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, long> _sums = new(StringComparer.Ordinal);

    /// <param name="counter">Name of the counter.</param>
    /// <param name="meters">The meter factory of the application to listen to.</param>
    public Counted(string counter, IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == counter && ReferenceEquals(instrument.Meter.Scope, meters))
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
