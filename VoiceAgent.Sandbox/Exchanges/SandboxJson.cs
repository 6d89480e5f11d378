using System.Text.Encodings.Web;
using System.Text.Json;

namespace VoiceAgent.Sandbox.Exchanges;

/// <summary>JSON as the providers write it: readable characters stay as they are, and names are those of the objects given.</summary>
internal static class SandboxJson
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    /// <summary>A JSON object, or null when the text is none. The caller disposes it.</summary>
    public static JsonDocument? ReadObject(string text)
    {
        try
        {
            var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind is JsonValueKind.Object)
            {
                return document;
            }

            document.Dispose();
        }
        catch (JsonException)
        {
        }

        return null;
    }

    /// <summary>A member that is a string, else null.</summary>
    public static string? Text(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    /// <summary>Whether a member is there and is not null.</summary>
    public static bool Has(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null;

    /// <summary>Whether a member is the boolean true.</summary>
    public static bool Flag(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True;
}
