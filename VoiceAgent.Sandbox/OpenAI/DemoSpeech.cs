using System.Text.Json;
using System.Text.RegularExpressions;

namespace VoiceAgent.Sandbox.OpenAI;

/// <summary>What the simulated model says of a result: of a JSON object its members in words, of anything else the text itself.</summary>
internal static partial class DemoSpeech
{
    public static string Of(string result)
    {
        try
        {
            using var json = JsonDocument.Parse(result);
            return json.RootElement.ValueKind is JsonValueKind.Object ? $"{string.Join(", ", json.RootElement.EnumerateObject().Select(Words))}." : result;
        }
        catch (JsonException)
        {
            return result;
        }
    }

    private static string Words(JsonProperty member) => $"{Hump().Replace(member.Name, " $1").Replace('_', ' ').ToLowerInvariant()} {member.Value}";

    [GeneratedRegex("(?<=[a-z])([A-Z])", RegexOptions.CultureInvariant)]
    private static partial Regex Hump();
}
