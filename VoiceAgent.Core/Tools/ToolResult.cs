using VoiceAgent.Core.Calls;

namespace VoiceAgent.Core.Tools;

/// <summary>What a tool gave, in words or JSON for the model. The runner bounds its size.</summary>
public sealed record ToolResult
{
    private ToolResult(string text, bool isFailure)
    {
        Text = text;
        IsFailure = isFailure;
    }

    public string Text { get; }

    public bool IsFailure { get; }

    /// <summary>
    /// The call ends with this once the caller has heard what the agent says in this turn, unless the caller speaks up before; null goes on.
    /// A turn in which nothing was said yet is given one more reply, without tools, for the goodbye.
    /// </summary>
    public CallEndReason? EndsCall { get; init; }

    /// <summary>With <see cref="EndsCall"/>: the call ends now, because the caller is not with the agent any more.</summary>
    public bool EndsAtOnce { get; init; }

    /// <summary>The agent says no more in this turn and listens.</summary>
    public bool ThenListens { get; init; }

    public static ToolResult Ok(string text) => new(text, isFailure: false);

    /// <param name="text">What went wrong and, where there is one, the way out, for the model. No secret, no address of ours.</param>
    public static ToolResult Failed(string text) => new(text, isFailure: true);
}
