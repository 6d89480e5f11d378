using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Tools.Running;

namespace VoiceAgent.Web.Components.Calls;

/// <summary>One line of what happened in a call: something said, or a tool.</summary>
public sealed record CallLine(TranscriptEntry? Entry, ToolTrace? Tool)
{
    private TimeSpan At => Entry?.At ?? Tool!.At;

    /// <summary>In the order it began.</summary>
    public static IReadOnlyList<CallLine> Of(Call call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return [.. call.Transcript.Select(entry => new CallLine(entry, null)).Concat(call.Tools.Select(tool => new CallLine(null, tool))).OrderBy(line => line.At)];
    }
}
