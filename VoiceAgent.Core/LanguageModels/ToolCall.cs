using System.Text.Json;

namespace VoiceAgent.Core.LanguageModels;

/// <summary>The model's wish to have a tool run. Its result goes back as a <see cref="ChatRole.Tool"/> message right after the message with the call.</summary>
/// <param name="Id">Ties the result to the call.</param>
/// <param name="Name">Name of the tool; a model may make up one that was not offered.</param>
/// <param name="Arguments">JSON as the model wrote it, complete but perhaps not valid; empty for none.</param>
public sealed record ToolCall(string Id, string Name, string Arguments)
{
    /// <summary>
    /// What the provider wants to see again with this call, such as the model's sealed thoughts. Opaque: kept with the call and given
    /// back as it is, never shown. Another provider or model ignores it.
    /// </summary>
    public string? Continuation { get; init; }

    /// <summary>The arguments as a JSON object; false when the model wrote something else, which is best told to it as the tool's result.</summary>
    public bool TryReadArguments(out JsonElement arguments)
    {
        try
        {
            using var json = JsonDocument.Parse(string.IsNullOrWhiteSpace(Arguments) ? "{}" : Arguments);
            arguments = json.RootElement.Clone();
            return arguments.ValueKind is JsonValueKind.Object;
        }
        catch (JsonException)
        {
            arguments = default;
            return false;
        }
    }
}
