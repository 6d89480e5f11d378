namespace VoiceAgent.Sandbox.Reliability;

/// <summary>When in a call a fault strikes.</summary>
internal enum FaultMoment
{
    /// <summary>The connection is opened.</summary>
    Connect,

    /// <summary>It is open, and its first result is due.</summary>
    FirstResult,

    /// <summary>A part of the result is there.</summary>
    MidStream,

    /// <summary>The model is writing the arguments of a tool.</summary>
    ToolArguments,

    /// <summary>The tool runs: what listens fails at once, a model and a voice with what they do next.</summary>
    ToolCall,
}
