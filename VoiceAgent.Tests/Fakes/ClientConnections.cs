using System.Diagnostics.Metrics;

namespace VoiceAgent.Tests.Fakes;

/// <summary>
/// Counts this process's TCP connections in use to one port, by the runtime's own count of them. To be made before the first of them.
/// </summary>
internal sealed class ClientConnections : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _active;

    public ClientConnections(int port)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument is { Meter.Name: "System.Net.Http", Name: "http.client.open_connections" })
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, change, tags, _) =>
        {
            if (Find(tags, "server.port") is int server && server == port && Find(tags, "http.connection.state") is "active")
            {
                Interlocked.Add(ref _active, change);
            }
        });
        _listener.Start();
    }

    public long Active => Interlocked.Read(ref _active);

    public void Dispose() => _listener.Dispose();

    private static object? Find(ReadOnlySpan<KeyValuePair<string, object?>> tags, string name)
    {
        foreach (var tag in tags)
        {
            if (tag.Key == name)
            {
                return tag.Value;
            }
        }

        return null;
    }
}
