using System.Collections.Concurrent;

namespace VoiceAgent.Sandbox.Load;

/// <summary>When what happened in one turn, in ticks of the clock; zero is not yet. Each is written by one task and read by others.</summary>
internal sealed class TurnTimes
{
    public long SpeechEnded;
    public long FinalSent;
    public long ModelAsked;
    public long TokenSent;
    public long TextReceived;
    public long AudioSent;
    public long FirstFrame;
}

/// <summary>When a call's latest frames were sent, and its turns.</summary>
internal sealed class CallTimes
{
    private const int Remembered = 1024;

    private readonly long[] _sent = new long[Remembered];
    private readonly ConcurrentDictionary<int, TurnTimes> _turns = new();

    public TurnTimes Turn(int turn) => _turns.GetOrAdd(turn, static _ => new TurnTimes());

    public IEnumerable<TurnTimes> Turns => _turns.Values;

    public void FrameSent(int sequence, long at) => Volatile.Write(ref _sent[sequence % Remembered], at);

    public long SentAt(int sequence) => Volatile.Read(ref _sent[sequence % Remembered]);
}

/// <summary>The times of every call of a run, written by the callers and by the simulated providers. Thread-safe.</summary>
internal sealed class LoadTimes
{
    private readonly ConcurrentDictionary<int, CallTimes> _calls = new();

    /// <summary>From sending a caller's frame to its arrival at the recogniser.</summary>
    public Histogram FrameLag { get; private set; } = new();

    /// <summary>Frames that reached the recogniser.</summary>
    public long FramesHeard => FrameLag.Count;

    public IEnumerable<CallTimes> Calls => _calls.Values;

    public CallTimes Call(int call) => _calls.GetOrAdd(call, static _ => new CallTimes());

    /// <summary>Forgets everything, for the next run.</summary>
    public void Clear()
    {
        _calls.Clear();
        FrameLag = new Histogram();
    }
}
