using VoiceAgent.Core.Tools.Mcp;

namespace VoiceAgent.Core.Tools.Settings;

/// <summary>
/// A tool of an MCP server as it was when the owner chose it. Calls offer it to the model in these words: a server that changes them later
/// is shown to the owner first.
/// </summary>
public sealed record McpToolChoice
{
    public required McpServerId Server { get; init; }

    /// <summary>The server's name of the tool.</summary>
    public required string Name { get; init; }

    public required string Description { get; init; }

    /// <summary>JSON Schema of the arguments, as text.</summary>
    public required string Schema { get; init; }

    public required bool ChangesSomething { get; init; }
}
