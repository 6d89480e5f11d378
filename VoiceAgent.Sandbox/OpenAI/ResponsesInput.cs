using System.Text.Json;
using VoiceAgent.Sandbox.Exchanges;

namespace VoiceAgent.Sandbox.OpenAI;

/// <summary>Reads and checks the input of a response: messages, calls, and that every call has its output.</summary>
internal static class ResponsesInput
{
    /// <summary>What the sealed thoughts of a model look like.</summary>
    public static string Seal(ChatModel model) => "gAAAA-sandbox-" + model.Id;

    /// <summary>The refusal, or null and the messages.</summary>
    public static OpenAIRefusal? Read(JsonElement root, ChatModel model, out IReadOnlyList<ChatMessage> messages)
    {
        var read = new List<ChatMessage>();
        messages = read;
        if (root.Text("instructions") is { Length: > 0 } instructions)
        {
            read.Add(new ChatMessage("system", instructions));
        }

        if (root.Text("input") is { Length: > 0 } text)
        {
            read.Add(new ChatMessage("user", text));
            return null;
        }

        if (!root.TryGetProperty("input", out var input) || input.ValueKind is not JsonValueKind.Array || input.GetArrayLength() is 0)
        {
            return OpenAIRefusal.Bad("Missing required parameter: 'input'.", "input", "missing_required_parameter");
        }

        var open = new List<string>();
        var answered = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (place, item) in input.EnumerateArray().Index())
        {
            if ((item.Text("type") ?? "message") switch
            {
                "message" => ReadMessage(item, place, read),
                "function_call" => ReadCall(item, place, open, read),
                "function_call_output" => ReadOutput(item, place, open, answered, read),
                "reasoning" => CheckThought(item, place, model),
                var type => OpenAIRefusal.Bad($"Invalid value: '{type}'.", $"input[{place}].type", "invalid_value"),
            } is { } refusal)
            {
                return refusal;
            }
        }

        return open.FirstOrDefault(call => !answered.Contains(call)) is { } waiting
            ? OpenAIRefusal.Bad($"No tool output found for function call {waiting}.", "input")
            : null;
    }

    private static OpenAIRefusal? ReadMessage(JsonElement item, int place, List<ChatMessage> read)
    {
        if (item.Text("role") is not ("system" or "developer" or "user" or "assistant") || !item.TryGetProperty("content", out var content))
        {
            return OpenAIRefusal.Bad($"Missing required parameter: 'input[{place}].content'.", $"input[{place}].content", "missing_required_parameter");
        }

        var role = item.Text("role")!;
        if (content.ValueKind is JsonValueKind.String)
        {
            read.Add(new ChatMessage(role, content.GetString()!));
            return null;
        }

        var expected = role is "assistant" ? "output_text" : "input_text";
        if (content.ValueKind is not JsonValueKind.Array || content.EnumerateArray().Any(part => part.Text("type") != expected || part.Text("text") is null))
        {
            return OpenAIRefusal.Bad($"Invalid value: expected '{expected}' in the content of '{role}'.", $"input[{place}].content[0]", "invalid_value");
        }

        read.Add(new ChatMessage(role, string.Concat(content.EnumerateArray().Select(part => part.Text("text")))));
        return null;
    }

    private static OpenAIRefusal? ReadCall(JsonElement item, int place, List<string> open, List<ChatMessage> read)
    {
        if (item.Text("call_id") is not { Length: > 0 } call || item.Text("name") is not { Length: > 0 } || item.Text("arguments") is null)
        {
            return OpenAIRefusal.Bad($"Missing required parameter: 'input[{place}].call_id'.", $"input[{place}].call_id", "missing_required_parameter");
        }

        open.Add(call);
        read.Add(new ChatMessage("assistant", ""));
        return null;
    }

    private static OpenAIRefusal? ReadOutput(JsonElement item, int place, List<string> open, HashSet<string> answered, List<ChatMessage> read)
    {
        if (item.Text("call_id") is not { } call || !open.Contains(call))
        {
            return OpenAIRefusal.Bad($"No tool call found for function call output with call_id {item.Text("call_id")}.", "input");
        }

        if (item.Text("output") is not { } output)
        {
            return OpenAIRefusal.Bad($"Missing required parameter: 'input[{place}].output'.", $"input[{place}].output", "missing_required_parameter");
        }

        answered.Add(call);
        read.Add(new ChatMessage("tool", output));
        return null;
    }

    private static OpenAIRefusal? CheckThought(JsonElement item, int place, ChatModel model) =>
        item.Text("encrypted_content") == Seal(model) && item.TryGetProperty("summary", out var summary) && summary.ValueKind is JsonValueKind.Array
            ? null
            : OpenAIRefusal.Bad("The encrypted content could not be verified.", $"input[{place}].encrypted_content", "invalid_encrypted_content");
}
