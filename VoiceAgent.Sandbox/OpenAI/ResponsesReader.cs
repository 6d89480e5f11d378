using System.Text.Json;
using VoiceAgent.Sandbox.Exchanges;

namespace VoiceAgent.Sandbox.OpenAI;

/// <summary>Reads and checks the body of <c>POST /v1/responses</c>, refusing what the real service refuses.</summary>
internal static class ResponsesReader
{
    /// <summary>Least value of <c>max_output_tokens</c>.</summary>
    private const int MinOutputTokens = 16;

    private static readonly string[] Known =
    [
        "model", "input", "instructions", "stream", "stream_options", "store", "tools", "tool_choice", "parallel_tool_calls", "max_output_tokens",
        "max_tool_calls", "reasoning", "text", "include", "temperature", "top_p", "top_logprobs", "service_tier", "prompt_cache_key",
        "prompt_cache_options", "prompt_cache_retention", "safety_identifier", "user", "metadata", "previous_response_id", "truncation", "background",
    ];

    /// <summary>The refusal, or null and the request.</summary>
    public static OpenAIRefusal? Read(string body, out ResponsesRequest? request)
    {
        request = null;
        using var document = SandboxJson.ReadObject(body);
        if (document is null)
        {
            return OpenAIRefusal.Bad("We could not parse the JSON body of your request. (HINT: This likely means you aren't using your HTTP library correctly.)");
        }

        var root = document.RootElement;
        if (root.Text("model") is not { Length: > 0 } id)
        {
            return OpenAIRefusal.Bad("Missing required parameter: 'model'.", "model", "missing_required_parameter");
        }

        if (ChatModel.Find(id) is not { ServesChat: true } model)
        {
            return OpenAIRefusal.UnknownModel(id);
        }

        var badTools = ReadTools(root, out var tools);
        var refusal = CheckNames(root) ?? CheckLimits(root, model) ?? badTools ?? CheckChoice(root, tools);
        if (refusal is not null)
        {
            return refusal;
        }

        refusal = ResponsesInput.Read(root, model, out var messages);
        if (refusal is null)
        {
            request = Make(root, model, messages, tools);
        }

        return refusal;
    }

    private static ResponsesRequest Make(JsonElement root, ChatModel model, IReadOnlyList<ChatMessage> messages, IReadOnlyList<DemoTool> tools)
    {
        var choice = root.TryGetProperty("tool_choice", out var asked) ? asked : default;
        var forced = choice.ValueKind switch
        {
            JsonValueKind.Object => choice.Text("name"),
            JsonValueKind.String when choice.GetString() is "required" => tools[0].Name,
            _ => null,
        };
        var usable = choice.ValueKind is JsonValueKind.String && choice.GetString() is "none" ? [] : tools;
        var effort = (root.TryGetProperty("reasoning", out var reasoning) && reasoning.ValueKind is JsonValueKind.Object ? reasoning.Text("effort") : null) ?? model.DefaultEffort;
        return new ResponsesRequest
        {
            Model = model,
            Messages = messages,
            Stream = root.Flag("stream"),
            Calls = DemoTools.Choose(messages, usable, forced),
            MaxTokens = root.TryGetProperty("max_output_tokens", out var most) && most.ValueKind is JsonValueKind.Number ? most.GetInt32() : null,
            Thinks = model.IsReasoning && effort is not "none",
            SealsThoughts = root.TryGetProperty("include", out var include) && include.ValueKind is JsonValueKind.Array
                && include.EnumerateArray().Any(item => item.ValueEquals("reasoning.encrypted_content")),
            IsPadded = !(root.TryGetProperty("stream_options", out var options) && options.ValueKind is JsonValueKind.Object
                && options.TryGetProperty("include_obfuscation", out var padding) && padding.ValueKind is JsonValueKind.False),
        };
    }

    private static OpenAIRefusal? CheckNames(JsonElement root)
    {
        var unknown = root.EnumerateObject().Select(member => member.Name).FirstOrDefault(name => !Known.Contains(name, StringComparer.Ordinal));
        return unknown is null ? null : OpenAIRefusal.Bad($"Unknown parameter: '{unknown}'.", unknown, "unknown_parameter");
    }

    private static OpenAIRefusal? CheckLimits(JsonElement root, ChatModel model)
    {
        if (root.Has("max_output_tokens") && (!root.GetProperty("max_output_tokens").TryGetInt32(out var most) || most < MinOutputTokens))
        {
            return OpenAIRefusal.Bad(
                "Invalid 'max_output_tokens': integer below minimum value. Expected a value >= 16.", "max_output_tokens", "integer_below_min_value");
        }

        if (root.Has("stream_options") && !root.Flag("stream"))
        {
            return OpenAIRefusal.Bad("The 'stream_options' parameter is only allowed when 'stream' is enabled.", "stream_options");
        }

        if (root.Text("previous_response_id") is { } previous)
        {
            return new OpenAIRefusal(400, $"Previous response with id '{previous}' not found.", Param: "previous_response_id", Code: "previous_response_not_found");
        }

        if (root.Has("temperature") && model.IsReasoning)
        {
            return OpenAIRefusal.Bad("Unsupported parameter: 'temperature' is not supported with this model.", "temperature", "unsupported_parameter");
        }

        var effort = root.Has("reasoning") ? root.GetProperty("reasoning").Text("effort") : null;
        if (effort is null || model.Efforts.Contains(effort, StringComparer.Ordinal))
        {
            return null;
        }

        return model.IsReasoning
            ? OpenAIRefusal.Bad($"Unsupported value: '{effort}' is not supported with the '{model.Id}' model.", "reasoning.effort", "unsupported_value")
            : OpenAIRefusal.Bad("Unsupported parameter: 'reasoning.effort' is not supported with this model.", "reasoning.effort", "unsupported_parameter");
    }

    private static OpenAIRefusal? ReadTools(JsonElement root, out IReadOnlyList<DemoTool> tools)
    {
        var read = new List<DemoTool>();
        tools = read;
        if (!root.Has("tools"))
        {
            return null;
        }

        if (root.GetProperty("tools").ValueKind is not JsonValueKind.Array)
        {
            return OpenAIRefusal.Bad("Invalid type for 'tools': expected an array.", "tools", "invalid_type");
        }

        foreach (var (place, tool) in root.GetProperty("tools").EnumerateArray().Index())
        {
            if (tool.ValueKind is not JsonValueKind.Object || tool.Text("type") is not "function")
            {
                return OpenAIRefusal.Bad($"Missing required parameter: 'tools[{place}].type'.", $"tools[{place}].type", "missing_required_parameter");
            }

            // The nested form of chat completions is a mistake here.
            if (tool.Text("name") is not { Length: > 0 and <= 64 } name || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
            {
                return OpenAIRefusal.Bad($"Missing required parameter: 'tools[{place}].name'.", $"tools[{place}].name", "missing_required_parameter");
            }

            var parameters = tool.TryGetProperty("parameters", out var schema) ? schema : default;
            if (parameters.ValueKind is not JsonValueKind.Object || parameters.Text("type") is not "object")
            {
                return OpenAIRefusal.Bad(
                    $"Invalid schema for function '{name}': schema must be a JSON Schema of 'type: \"object\"'.", $"tools[{place}].parameters", "invalid_function_parameters");
            }

            read.Add(new DemoTool(name, parameters.Clone()));
        }

        return null;
    }

    private static OpenAIRefusal? CheckChoice(JsonElement root, IReadOnlyList<DemoTool> tools)
    {
        if (!root.Has("tool_choice"))
        {
            return null;
        }

        var choice = root.GetProperty("tool_choice");
        var isKnown = choice.ValueKind switch
        {
            JsonValueKind.String => choice.GetString() is "auto" or "none" || (choice.GetString() is "required" && tools.Count > 0),
            JsonValueKind.Object => choice.Text("type") is "function" && tools.Any(tool => tool.Name == choice.Text("name")),
            _ => false,
        };
        return isKnown ? null : OpenAIRefusal.Bad("Invalid value for 'tool_choice'.", "tool_choice", "invalid_value");
    }
}
