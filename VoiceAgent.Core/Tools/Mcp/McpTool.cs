namespace VoiceAgent.Core.Tools.Mcp;

/// <summary>A tool as its server tells of it, within our limits.</summary>
public sealed record McpTool
{
    /// <summary>The server's name for it.</summary>
    public required string Name { get; init; }

    /// <summary>What the model knows it by; differs from that of every other tool of the server.</summary>
    public required string ModelName { get; init; }

    /// <summary>For the model, at most <see cref="McpCatalog.MaxDescription"/> characters; what is longer is cut.</summary>
    public required string Description { get; init; }

    /// <summary>JSON Schema of the arguments, of type object. As text: names in it may be such as no store takes for its own.</summary>
    public required string Schema { get; init; }

    /// <summary>True unless the server says that it only reads.</summary>
    public bool ChangesSomething { get; init; } = true;

    /// <summary>Whether the server says that it may delete or overwrite.</summary>
    public bool IsDestructive { get; init; }
}
