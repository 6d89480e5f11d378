using System.Globalization;
using System.Text.Json;

namespace VoiceAgent.Core.Tools.Running;

/// <summary>Finds a place in JSON by its pointer (RFC 6901): <c>/orders/0/status</c>; empty is the whole.</summary>
internal static class JsonPointer
{
    public static JsonElement? Find(JsonElement value, string pointer)
    {
        if (pointer.Length == 0)
        {
            return value;
        }

        if (pointer[0] != '/')
        {
            return null;
        }

        foreach (var step in pointer[1..].Split('/'))
        {
            var name = step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (value.ValueKind is JsonValueKind.Object && value.TryGetProperty(name, out var property))
            {
                value = property;
            }
            else if (value.ValueKind is JsonValueKind.Array && int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < value.GetArrayLength())
            {
                value = value[index];
            }
            else
            {
                return null;
            }
        }

        return value;
    }
}
