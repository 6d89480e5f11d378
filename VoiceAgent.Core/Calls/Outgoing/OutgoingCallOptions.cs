namespace VoiceAgent.Core.Calls.Outgoing;

/// <summary>Limits of the calls that agents make (section <c>Calls:Outgoing</c>).</summary>
public sealed class OutgoingCallOptions
{
    public const string SectionName = "Calls:Outgoing";

    /// <summary>Outgoing calls of one account at once, in this process.</summary>
    public int MaxConcurrentPerAccount { get; set; } = 5;

    /// <summary>Calls that one account may start within a minute.</summary>
    public int MaxPerMinutePerAccount { get; set; } = 10;

    /// <summary>How long a telephone may ring; 5 s to 2 min.</summary>
    public TimeSpan RingTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
