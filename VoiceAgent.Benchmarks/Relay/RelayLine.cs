namespace VoiceAgent.Benchmarks.Relay;

/// <summary>The clock of all callers: a frame of each every 20 ms on an absolute schedule, the calls spread over the 20 ms.</summary>
internal sealed class RelayLine : IDisposable
{
    private const int Slots = 20;

    private readonly IReadOnlyList<IRelayConnection> _calls;
    private readonly Thread _thread;
    private readonly byte[] _audio = new byte[RelayFrame.Bytes];
    private readonly Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>[] _writers;
    private readonly Task[] _sending;
    private volatile bool _isStopped;

    public RelayLine(IRelayWire wire, IReadOnlyList<IRelayConnection> calls)
    {
        _calls = calls;
        _writers = [.. calls.Select((_, call) => wire.Writer(call))];
        _sending = [.. calls.Select(_ => Task.CompletedTask)];
        _thread = new Thread(Run) { IsBackground = true, Priority = ThreadPriority.AboveNormal };
        _thread.Start();
    }

    public void Dispose()
    {
        _isStopped = true;
        _thread.Join();
    }

    private void Run()
    {
        var start = TimeProvider.System.GetTimestamp();
        for (var tick = 0L; !_isStopped; tick++)
        {
            while (!_isStopped && TimeProvider.System.GetElapsedTime(start).TotalMilliseconds < tick)
            {
                Thread.Sleep(1);
            }

            for (var call = (int)(tick % Slots); call < _calls.Count && !_isStopped; call += Slots)
            {
                Send(call);
            }
        }
    }

    private void Send(int call)
    {
        if (!_sending[call].IsCompleted)
        {
            return;
        }

        RelayFrame.Stamp(_audio, TimeProvider.System.GetTimestamp());
        var sent = _calls[call].SendAsync(_writers[call](_audio));
        _sending[call] = sent.IsCompletedSuccessfully ? Task.CompletedTask : sent.AsTask();
    }
}
