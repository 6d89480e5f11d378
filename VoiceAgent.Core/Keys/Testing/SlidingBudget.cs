namespace VoiceAgent.Core.Keys.Testing;

/// <summary>Counts what happened in the last while, per key. Not thread-safe: <see cref="KeyTestLimits"/> holds its lock.</summary>
internal sealed class SlidingBudget<TKey>(TimeSpan window)
    where TKey : notnull
{
    /// <summary>Beyond this many counters those without a recent event are thrown away.</summary>
    private const int MaxCounters = 10_000;

    private readonly Dictionary<TKey, Queue<DateTimeOffset>> _events = [];

    /// <summary>How long until one more fits; null when it fits now.</summary>
    public TimeSpan? WaitFor(TKey key, int limit, DateTimeOffset now)
    {
        if (!_events.TryGetValue(key, out var events))
        {
            return limit > 0 ? null : window;
        }

        while (events.TryPeek(out var oldest) && now - oldest >= window)
        {
            events.Dequeue();
        }

        return events.Count < limit ? null : (events.TryPeek(out var first) ? first : now) + window - now;
    }

    public void Add(TKey key, DateTimeOffset now)
    {
        if (!_events.TryGetValue(key, out var events))
        {
            if (_events.Count >= MaxCounters)
            {
                Forget(now);
            }

            _events[key] = events = new Queue<DateTimeOffset>();
        }

        events.Enqueue(now);
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var key in _events.Where(counter => counter.Value.All(moment => now - moment >= window)).Select(counter => counter.Key).ToList())
        {
            _events.Remove(key);
        }
    }
}
