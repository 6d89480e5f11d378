using System.Runtime.ExceptionServices;

namespace VoiceAgent.Tests.Fakes;

/// <summary>
/// A clock that moves only when nothing is runnable, and the one thread everything runs on: whatever is runnable runs, then the
/// clock jumps to the next timer. When there is no timer either, the scenario is stuck and fails, saying when.
/// </summary>
public sealed class VirtualTime : TimeProvider
{
    private const int StackBytes = 16 * 1024 * 1024;

    private static readonly DateTimeOffset Epoch = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly PriorityQueue<(VirtualTimer Timer, int Version), (long Due, long Order)> _timers = new();
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _ready = new();
    private readonly Lock _gate = new();
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private InvalidOperationException? _left;
    private long _now;
    private long _order;
    private long _steps;

    private VirtualTime()
    {
    }

    /// <summary>Time since the scenario began.</summary>
    public TimeSpan Now => new(_now);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Runs a scenario to its end.</summary>
    /// <remarks>
    /// On a thread of its own: on what is left of the test runner's stack a continuation may not fit, and is then moved to the thread pool.
    /// </remarks>
    public static T Run<T>(Func<VirtualTime, Task<T>> scenario)
    {
        T? result = default;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    result = RunHere(scenario);
                }
                catch (Exception exception)
                {
                    failure = ExceptionDispatchInfo.Capture(exception);
                }
            },
            StackBytes);
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result!;
    }

    public static void Run(Func<VirtualTime, Task> scenario) => Run(async time =>
    {
        await scenario(time);
        return true;
    });

    public override DateTimeOffset GetUtcNow() => Epoch + Now;

    public override long GetTimestamp() => Interlocked.Read(ref _now);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private static T RunHere<T>(Func<VirtualTime, Task<T>> scenario)
    {
        var time = new VirtualTime();
        SynchronizationContext.SetSynchronizationContext(new Context(time));
        var task = scenario(time);
        time.Drive(task);
        return task.GetAwaiter().GetResult();
    }

    private void Drive(Task task)
    {
        while (!task.IsCompleted)
        {
            if (Volatile.Read(ref _left) is { } left)
            {
                throw left;
            }

            if (++_steps > 5_000_000)
            {
                throw new InvalidOperationException($"The scenario runs in circles at {Now}.");
            }

            if (TryTakeReady(out var work))
            {
                work.Callback(work.State);
            }
            else if (_timers.TryDequeue(out var entry, out var key))
            {
                if (entry.Version == entry.Timer.Version)
                {
                    _now = Math.Max(_now, key.Due);
                    entry.Timer.Fire();
                }
            }
            else
            {
                throw Volatile.Read(ref _left) ?? new InvalidOperationException($"Deadlock at {Now}: nothing is runnable and no timer is set.");
            }
        }
    }

    private bool TryTakeReady(out (SendOrPostCallback Callback, object? State) work)
    {
        lock (_gate)
        {
            return _ready.TryDequeue(out work);
        }
    }

    private void Post(SendOrPostCallback callback, object? state)
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            // Thrown where the scenario runs: here it would end the process.
            Volatile.Write(ref _left, new InvalidOperationException($"Something left the virtual time for the thread pool:{Environment.NewLine}{Environment.StackTrace}"));
            return;
        }

        lock (_gate)
        {
            _ready.Enqueue((callback, state));
        }
    }

    private sealed class Context(VirtualTime time) : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) => time.Post(d, state);

        public override void Send(SendOrPostCallback d, object? state) => d(state);

        public override SynchronizationContext CreateCopy() => this;
    }

    private sealed class VirtualTimer(VirtualTime time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;
        private bool _isDisposed;

        public int Version { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Version++;
            _period = period;
            if (_isDisposed)
            {
                return false;
            }

            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                time._timers.Enqueue((this, Version), (time._now + dueTime.Ticks, time._order++));
            }

            return true;
        }

        public void Fire()
        {
            if (_period > TimeSpan.Zero)
            {
                Change(_period, _period);
            }

            callback(state);
        }

        public void Dispose()
        {
            _isDisposed = true;
            Version++;
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
