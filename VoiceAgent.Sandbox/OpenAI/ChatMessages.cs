using System.Text.Json;
using VoiceAgent.Sandbox.Exchanges;

namespace VoiceAgent.Sandbox.OpenAI;

/// <summary>Reads and checks the messages of a chat request: roles, contents, and that every tool call is answered right after it.</summary>
internal static class ChatMessages
{
    /// <summary>The refusal, or null and the messages.</summary>
    public static OpenAIRefusal? Read(JsonElement root, out IReadOnlyList<ChatMessage> messages)
    {
        var read = new List<ChatMessage>();
        messages = read;
        if (!root.Has("messages"))
        {
            return OpenAIRefusal.Bad("Missing required parameter: 'messages'.", "messages", "missing_required_parameter");
        }

        var list = root.GetProperty("messages");
        if (list.ValueKind is not JsonValueKind.Array || list.GetArrayLength() is 0)
        {
            return OpenAIRefusal.Bad("Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.", "messages", "empty_array");
        }

        var unanswered = new List<string>();
        var place = 0;
        foreach (var message in list.EnumerateArray())
        {
            if (ReadOne(message, place, unanswered, read) is { } refusal)
            {
                return refusal;
            }

            place++;
        }

        return Unanswered(unanswered, place);
    }

    private static OpenAIRefusal? ReadOne(JsonElement message, int place, List<string> unanswered, List<ChatMessage> read)
    {
        if (message.ValueKind is not JsonValueKind.Object || message.Text("role") is not { } role)
        {
            return OpenAIRefusal.Bad($"Missing required parameter: 'messages[{place}].role'.", $"messages[{place}].role", "missing_required_parameter");
        }

        if (role is not ("system" or "developer" or "user" or "assistant" or "tool"))
        {
            return OpenAIRefusal.Bad(
                $"Invalid value: '{role}'. Supported values are: 'system', 'assistant', 'user', 'function', 'tool', and 'developer'.", $"messages[{place}].role", "invalid_value");
        }

        if (role is "tool")
        {
            if (message.Text("tool_call_id") is not { } id || !unanswered.Remove(id))
            {
                return OpenAIRefusal.Bad(
                    "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.", $"messages.[{place}].role");
            }
        }
        else if (Unanswered(unanswered, place) is { } refusal)
        {
            return refusal;
        }

        var calls = role is "assistant" && message.TryGetProperty("tool_calls", out var list) && list.ValueKind is JsonValueKind.Array
            ? list.EnumerateArray().ToArray()
            : [];
        foreach (var call in calls)
        {
            if (call.Text("id") is not { Length: > 0 } id || call.Text("type") is not "function"
                || !call.TryGetProperty("function", out var function) || function.Text("name") is null || function.Text("arguments") is null)
            {
                return OpenAIRefusal.Bad($"Missing required parameter in 'messages[{place}].tool_calls'.", $"messages[{place}].tool_calls", "missing_required_parameter");
            }

            unanswered.Add(id);
        }

        if (Content(message) is not { } text)
        {
            if (calls.Length is 0)
            {
                return OpenAIRefusal.Bad($"Invalid value for 'content': expected a string, got null.", $"messages.[{place}].content");
            }

            text = "";
        }

        read.Add(new ChatMessage(role, text));
        return null;
    }

    private static OpenAIRefusal? Unanswered(List<string> ids, int place) => ids.Count is 0
        ? null
        : OpenAIRefusal.Bad(
            "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. "
            + $"The following tool_call_ids did not have response messages: {string.Join(", ", ids)}",
            $"messages.[{place}].role");

    // A string, or an array of text parts.
    private static string? Content(JsonElement message)
    {
        if (!message.TryGetProperty("content", out var content))
        {
            return null;
        }

        return content.ValueKind switch
        {
            JsonValueKind.String => content.GetString(),
            JsonValueKind.Array when content.EnumerateArray().All(part => part.ValueKind is JsonValueKind.Object && part.Text("text") is not null) =>
                string.Concat(content.EnumerateArray().Select(part => part.Text("text"))),
            _ => null,
        };
    }
}
