namespace VoiceAgent.Sandbox.Faults;

/// <summary>The faults of one connection.</summary>
internal sealed class ConnectionFaults(IReadOnlyList<Fault> faults)
{
    public static ConnectionFaults None { get; } = new([]);

    /// <summary>Set when the request is to be refused: kind Status or Quota.</summary>
    public Fault? Refusal { get; } = faults.FirstOrDefault(fault => fault.Kind is FaultKind.Status or FaultKind.Quota);

    /// <summary>How late the first answer comes.</summary>
    public TimeSpan Delay { get; } = Sum(faults, FaultKind.Delay);

    /// <summary>How late every message comes.</summary>
    public TimeSpan Pace { get; } = Sum(faults, FaultKind.Slow);

    /// <summary>What happens once <paramref name="sent"/> messages have gone out, if anything.</summary>
    public Fault? DueAfter(int sent) => faults.FirstOrDefault(
        fault => fault.After == sent && fault.Kind is FaultKind.Close or FaultKind.Drop or FaultKind.Silence or FaultKind.Garbage or FaultKind.Error
            && fault.After == sent);

    private static TimeSpan Sum(IReadOnlyList<Fault> faults, FaultKind kind) =>
        TimeSpan.FromMilliseconds(faults.Where(fault => fault.Kind == kind).Sum(fault => fault.Value));
}
