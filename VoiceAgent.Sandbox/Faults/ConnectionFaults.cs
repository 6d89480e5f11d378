namespace VoiceAgent.Sandbox.Faults;

/// <summary>The faults of one connection. Thread-safe.</summary>
internal sealed class ConnectionFaults(IReadOnlyList<PostedFault> faults, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly List<(PostedFault Posted, int From)> _armed = [];
    private int _sent;

    /// <summary>Told that a fault has come which is due at once; called on the thread that brings it.</summary>
    public Action? Struck { get; set; }

    /// <summary>Set when the request is to be refused: kind Status or Quota.</summary>
    public Fault? Refusal { get; } = faults.FirstOrDefault(posted => posted.Fault.Kind is FaultKind.Status or FaultKind.Quota)?.Fault;

    /// <summary>How late the first answer comes.</summary>
    public TimeSpan Delay { get; } = Sum(faults, FaultKind.Delay);

    /// <summary>How late every message comes.</summary>
    public TimeSpan Pace { get; } = Sum(faults, FaultKind.Slow);

    /// <summary>What happens once <paramref name="sent"/> messages have gone out, if anything; <see cref="Fault.AtConnect"/> is before any answer.</summary>
    public Fault? DueAfter(int sent)
    {
        Volatile.Write(ref _sent, sent);
        var due = faults.FirstOrDefault(posted => posted.Fault.After == sent && HappensInTheStream(posted.Fault.Kind));
        due?.Strike(time.GetTimestamp());
        return due?.Fault;
    }

    /// <summary>A fault that came to the open connection and is due now, in place of the next message; it is given once.</summary>
    public Fault? TakeArmed(int sent)
    {
        lock (_gate)
        {
            var place = _armed.FindIndex(armed => armed.From + armed.Posted.Fault.After <= sent);
            if (place < 0)
            {
                return null;
            }

            var posted = _armed[place].Posted;
            _armed.RemoveAt(place);
            posted.Strike(time.GetTimestamp());
            return posted.Fault;
        }
    }

    /// <summary>Makes a fault hit this connection too; its messages count from now on.</summary>
    public void Arm(PostedFault posted)
    {
        if (HappensInTheStream(posted.Fault.Kind) && posted.Fault.After >= 0)
        {
            lock (_gate)
            {
                _armed.Add((posted, Volatile.Read(ref _sent)));
            }

            if (posted.Fault.AtOnce)
            {
                Struck?.Invoke();
            }
        }
    }

    private static bool HappensInTheStream(FaultKind kind) =>
        kind is FaultKind.Close or FaultKind.Drop or FaultKind.Silence or FaultKind.Garbage or FaultKind.Error;

    private static TimeSpan Sum(IReadOnlyList<PostedFault> faults, FaultKind kind) =>
        TimeSpan.FromMilliseconds(faults.Where(posted => posted.Fault.Kind == kind).Sum(posted => posted.Fault.Value));
}
