using System.Text.Json;

namespace VoiceAgent.Core.LanguageModels;

/// <summary>A function that the model may ask for.</summary>
public sealed record ToolDefinition
{
    /// <summary>1 to 64 letters, digits, <c>_</c> and <c>-</c>.</summary>
    public required string Name { get; init; }

    /// <summary>For the model: what it does and when to use it.</summary>
    public required string Description { get; init; }

    /// <summary>JSON Schema of the arguments, itself of type object.</summary>
    public required JsonElement Parameters { get; init; }

    /// <summary>
    /// Whether the provider holds the model to the schema. The schema must then require every property and allow no other ones.
    /// </summary>
    public bool IsStrict { get; init; }
}

/// <summary>Whether a reply may or must use tools.</summary>
public enum ToolChoice
{
    Auto,

    /// <summary>The tools are described, but this reply is in words.</summary>
    None,

    /// <summary>The reply calls at least one tool.</summary>
    Required,
}
