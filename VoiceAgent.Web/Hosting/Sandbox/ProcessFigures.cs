namespace VoiceAgent.Web.Hosting.Sandbox;

/// <summary>What the process has used since its start.</summary>
/// <param name="ProcessId">For <c>/proc</c>.</param>
/// <param name="AllocatedBytes">On the managed heap.</param>
/// <param name="Collections">Garbage collections of each generation.</param>
/// <param name="PauseMs">Time that collections have stopped the process for.</param>
/// <param name="HeapBytes">Managed heap now.</param>
internal sealed record ProcessFigures(int ProcessId, long AllocatedBytes, IReadOnlyList<int> Collections, double PauseMs, long HeapBytes)
{
    public static ProcessFigures Now() => new(
        Environment.ProcessId,
        GC.GetTotalAllocatedBytes(),
        [GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2)],
        GC.GetTotalPauseDuration().TotalMilliseconds,
        GC.GetTotalMemory(forceFullCollection: false));
}
