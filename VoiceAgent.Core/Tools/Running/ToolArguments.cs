using System.Text.Json;

namespace VoiceAgent.Core.Tools.Running;

/// <summary>Checks arguments as a call does before a tool is run. Pure.</summary>
public static class ToolArguments
{
    /// <summary>The first thing that does not fit the schema, as a sentence; null when all fits.</summary>
    /// <param name="schema">JSON Schema as text, of a tool that has been saved.</param>
    /// <param name="arguments">An object.</param>
    public static string? FindProblem(string schema, JsonElement arguments) => JsonSchemaCheck.FindProblem(JsonElement.Parse(schema), arguments);
}
