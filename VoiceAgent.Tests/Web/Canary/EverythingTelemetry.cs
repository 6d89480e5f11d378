using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace VoiceAgent.Tests.Web.Canary;

/// <summary>
/// Writes down every activity with its tags, events and baggage, and every tag of every measurement, of all sources in this process.
/// </summary>
internal sealed class EverythingTelemetry : IDisposable
{
    private readonly ConcurrentQueue<(Uri? Target, Observed Observed)> _spans = new();
    private readonly ConcurrentDictionary<Observed, byte> _tags = new();
    private readonly ActivityListener _activities;
    private readonly MeterListener _meters = new();

    public EverythingTelemetry()
    {
        _activities = new ActivityListener
        {
            ShouldListenTo = static _ => true,
            Sample = static (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Add,
        };
        ActivitySource.AddActivityListener(_activities);
        _meters.InstrumentPublished = static (instrument, listener) => listener.EnableMeasurementEvents(instrument);
        Listen<byte>();
        Listen<short>();
        Listen<int>();
        Listen<long>();
        Listen<float>();
        Listen<double>();
        Listen<decimal>();
        _meters.Start();
    }

    /// <summary>Tags of the measurements, each once.</summary>
    public IReadOnlyList<Observed> Measurements => [.. _tags.Keys];

    /// <summary>
    /// The activities, without those of requests that others in this process made to <paramref name="app"/>: the simulated carrier
    /// and the tests hold the addresses that they were given.
    /// </summary>
    public IReadOnlyList<Observed> ActivitiesOf(Uri app) =>
        [.. _spans.Where(span => span.Target?.Authority != app.Authority).Select(span => span.Observed)];

    public void Dispose()
    {
        _activities.Dispose();
        _meters.Dispose();
    }

    private void Listen<T>()
        where T : struct => _meters.SetMeasurementEventCallback<T>((instrument, _, tags, _) =>
        {
            foreach (var tag in tags)
            {
                _tags.TryAdd(new Observed($"metric {instrument.Name} tag {tag.Key}", tag.Value?.ToString() ?? string.Empty), 0);
            }
        });

    private void Add(Activity activity)
    {
        var target = activity.Kind is ActivityKind.Client && Uri.TryCreate(activity.GetTagItem("url.full") as string, UriKind.Absolute, out var full) ? full : null;
        var place = $"activity {activity.Source.Name} {activity.OperationName}";
        void Take(string what, object? value) => _spans.Enqueue((target, new Observed($"{place} {what}", value?.ToString() ?? string.Empty)));

        Take("name", activity.DisplayName);
        Take("status", activity.StatusDescription);
        Take("state", activity.TraceStateString);
        foreach (var (name, value) in activity.TagObjects)
        {
            Take($"tag {name}", value);
        }

        foreach (var (name, value) in activity.Baggage)
        {
            Take($"baggage {name}", value);
        }

        foreach (var happened in activity.Events)
        {
            Take("event", happened.Name);
            foreach (var (name, value) in happened.Tags)
            {
                Take($"event tag {name}", value);
            }
        }
    }
}
