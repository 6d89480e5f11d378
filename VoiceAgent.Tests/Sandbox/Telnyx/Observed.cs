namespace VoiceAgent.Tests.Sandbox.Telnyx;

/// <summary>A growing list that a test can wait on.</summary>
internal sealed class Observed<T>
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private readonly Lock _lock = new();
    private readonly List<T> _items = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<T> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _items];
            }
        }
    }

    public void Add(T item)
    {
        lock (_lock)
        {
            _items.Add(item);
            _changed.SetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Waits for the first item that fits.</summary>
    public async Task<T> WaitAsync(Func<T, bool> fits) => (await WaitAsync(fits, 1))[0];

    /// <summary>Waits until so many items fit, and answers them.</summary>
    public async Task<IReadOnlyList<T>> WaitAsync(Func<T, bool> fits, int count)
    {
        using var deadline = new CancellationTokenSource(Longest, TimeProvider.System);
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                var fitting = _items.Where(fits).ToArray();
                if (fitting.Length >= count)
                {
                    return fitting;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(deadline.Token);
        }
    }
}
