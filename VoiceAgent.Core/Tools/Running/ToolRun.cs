namespace VoiceAgent.Core.Tools.Running;

/// <summary>How a run of a tool ended.</summary>
internal sealed record ToolRun(ToolResult Result, ToolOutcome Outcome)
{
    public static ToolRun Refused(string why) => new(ToolResult.Failed(why), ToolOutcome.Refused);
}
