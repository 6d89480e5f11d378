namespace VoiceAgent.Sandbox.Load.Callers;

/// <summary>
/// The clock of all callers: one thread that ticks each of them every 20 ms, on an absolute schedule, spread over the 20 ms so that
/// their frames do not come in one burst.
/// </summary>
internal sealed class LoadLine : IDisposable
{
    private const int Slots = 20;

    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly List<LoadCall>[] _slots = [.. Enumerable.Range(0, Slots).Select(_ => new List<LoadCall>())];
    private readonly Thread _thread;
    private volatile bool _isStopped;

    public LoadLine(TimeProvider time)
    {
        _time = time;
        _thread = new Thread(Run) { IsBackground = true, Name = "callers", Priority = ThreadPriority.AboveNormal };
        _thread.Start();
    }

    /// <summary>How far behind its schedule the clock has been at most.</summary>
    public TimeSpan WorstDelay { get; private set; }

    /// <summary>How late the callers' frames went out, because of this side.</summary>
    public Histogram Delay { get; } = new();

    public void Add(LoadCall call)
    {
        lock (_gate)
        {
            _slots[call.Number % Slots].Add(call);
        }
    }

    public void Remove(LoadCall call)
    {
        lock (_gate)
        {
            _slots[call.Number % Slots].Remove(call);
        }
    }

    public void Dispose()
    {
        _isStopped = true;
        _thread.Join();
    }

    private void Run()
    {
        var start = _time.GetTimestamp();
        var calls = new List<LoadCall>();
        for (var tick = 0L; !_isStopped; tick++)
        {
            var ahead = TimeSpan.FromMilliseconds(tick) - _time.GetElapsedTime(start);
            if (ahead > TimeSpan.Zero)
            {
                Thread.Sleep(1);
                ahead = TimeSpan.FromMilliseconds(tick) - _time.GetElapsedTime(start);
            }

            if (-ahead > WorstDelay)
            {
                WorstDelay = -ahead;
            }

            calls.Clear();
            lock (_gate)
            {
                calls.AddRange(_slots[tick % Slots]);
            }

            if (calls.Count > 0)
            {
                Delay.Add(ahead < TimeSpan.Zero ? -ahead : TimeSpan.Zero);
            }

            foreach (var call in calls)
            {
                call.Tick(_time.GetTimestamp());
            }
        }
    }
}
