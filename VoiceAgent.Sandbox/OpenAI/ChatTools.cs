using System.Text.Json;
using VoiceAgent.Sandbox.Exchanges;

namespace VoiceAgent.Sandbox.OpenAI;

/// <summary>Checks the tools of a chat request and how they may be chosen.</summary>
internal static class ChatTools
{
    public static OpenAIRefusal? Check(JsonElement root, ChatModel model)
    {
        var tools = root.TryGetProperty("tools", out var list) && list.ValueKind is JsonValueKind.Array ? list.EnumerateArray().ToArray() : [];
        if (root.Has("tools") && tools.Length is 0)
        {
            return OpenAIRefusal.Bad("Invalid 'tools': empty array. Expected an array with minimum length 1, but got an empty array instead.", "tools", "empty_array");
        }

        if (tools.Length is 0)
        {
            return root.Has("parallel_tool_calls")
                ? OpenAIRefusal.Bad("Invalid value for 'parallel_tool_calls': 'parallel_tool_calls' is only allowed when 'tools' are specified.", "parallel_tool_calls")
                : root.Has("tool_choice")
                    ? OpenAIRefusal.Bad("Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified.", "tool_choice")
                    : null;
        }

        for (var i = 0; i < tools.Length; i++)
        {
            if (tools[i].ValueKind is not JsonValueKind.Object || tools[i].Text("type") is not "function"
                || !tools[i].TryGetProperty("function", out var function) || function.ValueKind is not JsonValueKind.Object
                || function.Text("name") is not { Length: > 0 and <= 64 } name || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
            {
                return OpenAIRefusal.Bad($"Invalid 'tools[{i}]': expected a function with a name of letters, digits, _ and -.", $"tools[{i}].function.name", "invalid_value");
            }
        }

        var effort = root.Text("reasoning_effort") ?? model.DefaultEffort;
        return model.TakesTools(effort)
            ? CheckChoice(root, tools)
            : OpenAIRefusal.Bad(
                $"Function tools with reasoning_effort are not supported for {model.Id} in /v1/chat/completions. Please use /v1/responses instead.",
                "reasoning_effort");
    }

    /// <summary>The function that must be called; with <c>required</c> the first one.</summary>
    public static string? Forced(JsonElement root)
    {
        if (!root.TryGetProperty("tool_choice", out var choice))
        {
            return null;
        }

        return choice.ValueKind switch
        {
            JsonValueKind.String when choice.GetString() is "required" => root.GetProperty("tools")[0].GetProperty("function").Text("name"),
            JsonValueKind.Object => choice.GetProperty("function").Text("name"),
            _ => null,
        };
    }

    /// <summary>The functions that the model may call.</summary>
    public static IReadOnlyList<DemoTool> Usable(JsonElement root)
    {
        var isOff = root.TryGetProperty("tool_choice", out var choice) && choice.ValueKind is JsonValueKind.String && choice.GetString() is "none";
        return isOff ? [] : Offered(root);
    }

    /// <summary>The functions of the request.</summary>
    public static IReadOnlyList<DemoTool> Offered(JsonElement root)
    {
        return !root.TryGetProperty("tools", out var tools) || tools.ValueKind is not JsonValueKind.Array
            ? []
            : [.. tools.EnumerateArray().Select(tool => tool.GetProperty("function"))
                .Select(function => new DemoTool(function.Text("name")!, function.TryGetProperty("parameters", out var schema) ? schema.Clone() : default))];
    }

    private static OpenAIRefusal? CheckChoice(JsonElement root, JsonElement[] tools)
    {
        if (!root.TryGetProperty("tool_choice", out var choice))
        {
            return null;
        }

        var isKnown = choice.ValueKind switch
        {
            JsonValueKind.String => choice.GetString() is "auto" or "none" or "required",
            JsonValueKind.Object => choice.TryGetProperty("function", out var function) && function.ValueKind is JsonValueKind.Object
                && tools.Any(tool => tool.GetProperty("function").Text("name") == function.Text("name")),
            JsonValueKind.Null => true,
            _ => false,
        };
        return isKnown ? null : OpenAIRefusal.Bad("Invalid value for 'tool_choice'.", "tool_choice", "invalid_value");
    }
}
