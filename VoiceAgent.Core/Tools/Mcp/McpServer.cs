namespace VoiceAgent.Core.Tools.Mcp;

/// <summary>A server of the Model Context Protocol over Streamable HTTP, some of whose tools an agent may use. Holds no secret.</summary>
public sealed record McpServer
{
    public required McpServerId Id { get; init; }

    /// <summary>
    /// 1 to 20 lower-case letters, digits and <c>_</c>, beginning with a letter; no two servers of an agent have the same. The model knows
    /// each tool by this, <c>_</c> and the tool's own name.
    /// </summary>
    public required string Name { get; init; }

    /// <summary>https address of the server's endpoint.</summary>
    public required string Url { get; init; }

    /// <summary>Headers whose values are sealed in the vault and never shown.</summary>
    public IReadOnlyList<string> SecretHeaders { get; init; } = [];

    /// <summary>How long one run of a tool may take, the connecting included.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The tools that the agent may use, by the server's names.</summary>
    public IReadOnlyList<string> Chosen { get; init; } = [];

    /// <summary>The tools that the server told of last.</summary>
    public IReadOnlyList<McpTool> Listed { get; init; } = [];

    /// <summary>When it told; null when it never did.</summary>
    public DateTimeOffset? ListedAt { get; init; }
}
