namespace VoiceAgent.Core.Replay.Logs;

/// <summary>Settings of what is kept of calls for what-if replay (section <c>CallLog</c>).</summary>
public sealed class CallLogOptions
{
    public const string SectionName = "CallLog";

    /// <summary>Whether the events of calls are kept at all. Off, calls cannot be replayed under other settings.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Events kept of one call; about 200 a minute happen in a lively one.</summary>
    public int MaxEvents { get; set; } = 20_000;
}
