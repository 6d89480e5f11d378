namespace VoiceAgent.Core.Calls;

/// <summary>Settings of running calls (section <c>Calls</c>).</summary>
public sealed class CallsOptions
{
    public const string SectionName = "Calls";

    /// <summary>How long live calls may go on when the server is told to stop.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long ended calls may take to be hung up and saved after that.</summary>
    public TimeSpan EndTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Calls at once in this process; one more is rejected.</summary>
    public int MaxLiveCalls { get; set; } = 1000;

    /// <summary>
    /// How late the server may be on average (<see cref="Answering.ServerLateness"/>) before it rejects further calls, so that those it has taken
    /// stay good; zero rejects none for that.
    /// </summary>
    public TimeSpan MaxLateness { get; set; } = TimeSpan.FromMilliseconds(50);
}
