namespace VoiceAgent.Sandbox.Faults;

/// <summary>A fault on the board, and when it struck. Thread-safe.</summary>
public sealed class PostedFault(Fault fault)
{
    private long _struckAt;

    public Fault Fault { get; } = fault;

    /// <summary>The clock's timestamp of its first strike; null while it has hit nothing.</summary>
    public long? StruckAt => Interlocked.Read(ref _struckAt) is not 0 and var at ? at : null;

    internal int? Left { get; set; } = fault.Connections;

    internal void Strike(long timestamp) => Interlocked.CompareExchange(ref _struckAt, timestamp, 0);
}
