namespace VoiceAgent.Core.Accounts.Limits;

/// <summary>Counts what happened in the last while, per key. Not thread-safe: whoever owns it holds a lock.</summary>
/// <param name="window">How long what happened counts.</param>
internal sealed class SlidingBudget<TKey>(TimeSpan window)
    where TKey : notnull
{
    /// <summary>Beyond this many counters those without a recent event are thrown away.</summary>
    private const int MaxCounters = 10_000;

    private readonly Dictionary<TKey, Queue<(DateTimeOffset At, int Amount)>> _events = [];

    /// <summary>How long until an amount more fits; null when it fits now.</summary>
    public TimeSpan? WaitFor(TKey key, int limit, DateTimeOffset now, int amount = 1)
    {
        if (!_events.TryGetValue(key, out var events))
        {
            return limit >= amount ? null : window;
        }

        while (events.TryPeek(out var oldest) && now - oldest.At >= window)
        {
            events.Dequeue();
        }

        var left = limit - events.Sum(past => past.Amount);
        if (left >= amount)
        {
            return null;
        }

        foreach (var past in events)
        {
            left += past.Amount;
            if (left >= amount)
            {
                return past.At + window - now;
            }
        }

        return window;
    }

    public void Add(TKey key, DateTimeOffset now, int amount = 1)
    {
        if (!_events.TryGetValue(key, out var events))
        {
            if (_events.Count >= MaxCounters)
            {
                Forget(now);
            }

            _events[key] = events = new Queue<(DateTimeOffset, int)>();
        }

        events.Enqueue((now, amount));
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var key in _events.Where(counter => counter.Value.All(past => now - past.At >= window)).Select(counter => counter.Key).ToList())
        {
            _events.Remove(key);
        }
    }
}
