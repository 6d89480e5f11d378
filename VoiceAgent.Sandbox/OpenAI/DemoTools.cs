using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using VoiceAgent.Sandbox.Exchanges;

namespace VoiceAgent.Sandbox.OpenAI;

/// <summary>A function offered to the simulated model.</summary>
internal sealed record DemoTool(string Name, JsonElement Parameters);

/// <summary>A call that the simulated model makes.</summary>
/// <param name="Arguments">A JSON object.</param>
internal sealed record DemoCall(string Id, string Name, string Arguments);

/// <summary>
/// When the simulated model calls a tool: when it must, or when the caller's last words hold every word of the tool's name
/// (<c>check_availability</c>: "please check the availability"). Required arguments are filled from the caller's words. A tool that presses
/// keys is called for the first key that a menu names.
/// </summary>
internal static partial class DemoTools
{
    private static readonly string[] Digits = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

    /// <param name="messages">The conversation.</param>
    /// <param name="tools">What is offered and may be used.</param>
    /// <param name="forced">The one that must be called; null leaves the choice.</param>
    public static IReadOnlyList<DemoCall> Choose(IReadOnlyList<ChatMessage> messages, IReadOnlyList<DemoTool> tools, string? forced)
    {
        var asked = messages.LastOrDefault(message => message.Role is "user").Text ?? "";
        if (forced is not null)
        {
            return [.. tools.Where(tool => tool.Name == forced).Take(1).Select(tool => Call(tool, asked))];
        }

        if (messages is [.., { Role: "tool" }])
        {
            return [];
        }

        if (Menu().Match(asked) is { Success: true } menu && tools.FirstOrDefault(tool => tool.Name.EndsWith("dtmf", StringComparison.Ordinal)) is { } keys)
        {
            return [Call(keys, Key(menu.Groups[1].Value))];
        }

        return [.. tools.Where(tool => tool.Name.Split('_', '-').All(word => asked.Contains(word, StringComparison.OrdinalIgnoreCase))).Select(tool => Call(tool, asked))];
    }

    private static DemoCall Call(DemoTool tool, string asked)
    {
        var arguments = new JsonObject();
        if (tool.Parameters.ValueKind is JsonValueKind.Object && tool.Parameters.Has("properties") && tool.Parameters.TryGetProperty("required", out var required)
            && required.ValueKind is JsonValueKind.Array)
        {
            foreach (var name in required.EnumerateArray().Select(item => item.GetString() ?? ""))
            {
                arguments[name] = tool.Parameters.GetProperty("properties").TryGetProperty(name, out var property) ? Value(property, asked) : null;
            }
        }

        return new DemoCall("call_" + Guid.NewGuid().ToString("N")[^24..], tool.Name, arguments.ToJsonString());
    }

    private static JsonNode? Value(JsonElement property, string asked)
    {
        if (property.TryGetProperty("enum", out var allowed) && allowed.ValueKind is JsonValueKind.Array && allowed.GetArrayLength() > 0)
        {
            return JsonNode.Parse(allowed[0].GetRawText());
        }

        return property.Text("type") switch
        {
            "integer" or "number" => int.TryParse(Number().Match(asked).Value, out var number) ? number : 1,
            "boolean" => true,
            "array" => new JsonArray(),
            "object" => new JsonObject(),
            _ => asked,
        };
    }

    private static string Key(string named) =>
        Array.FindIndex(Digits, digit => digit.Equals(named, StringComparison.OrdinalIgnoreCase)) is >= 0 and var digit ? digit.ToString(CultureInfo.InvariantCulture) : named;

    [GeneratedRegex(@"\bpress(?: the)? (zero|one|two|three|four|five|six|seven|eight|nine|[0-9*#])", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Menu();

    [GeneratedRegex("[0-9]{1,6}", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
