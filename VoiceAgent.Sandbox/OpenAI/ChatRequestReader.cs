using System.Text.Json;
using VoiceAgent.Sandbox.Exchanges;

namespace VoiceAgent.Sandbox.OpenAI;

/// <summary>Reads and checks the body of <c>POST /v1/chat/completions</c>, refusing what the real service refuses.</summary>
internal static class ChatRequestReader
{
    private static readonly string[] Known =
    [
        "model", "messages", "stream", "stream_options", "max_completion_tokens", "max_tokens", "temperature", "top_p", "frequency_penalty",
        "presence_penalty", "logit_bias", "logprobs", "top_logprobs", "stop", "tools", "tool_choice", "parallel_tool_calls", "reasoning_effort",
        "verbosity", "service_tier", "prompt_cache_key", "prompt_cache_options", "prompt_cache_retention", "safety_identifier", "user", "metadata",
        "store", "prediction", "response_format", "seed", "n", "modalities", "audio", "web_search_options", "functions", "function_call", "moderation",
    ];

    private static readonly string[] Sampling = ["temperature", "top_p", "frequency_penalty", "presence_penalty", "logit_bias", "logprobs", "top_logprobs"];

    /// <summary>The refusal, or null and the request.</summary>
    public static OpenAIRefusal? Read(string body, out ChatRequest? request)
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
            return OpenAIRefusal.Bad("you must provide a model parameter");
        }

        if (ChatModel.Find(id) is not { } model)
        {
            return OpenAIRefusal.UnknownModel(id);
        }

        if (!model.ServesChat)
        {
            return new OpenAIRefusal(404, "This is not a chat model and thus not supported in the v1/chat/completions endpoint.", Param: "model");
        }

        var refusal = CheckNames(root) ?? CheckShapes(root) ?? CheckModelLimits(root, model) ?? ChatTools.Check(root, model);
        if (refusal is not null)
        {
            return refusal;
        }

        refusal = ChatMessages.Read(root, out var messages);
        if (refusal is null)
        {
            request = Make(root, model, messages);
        }

        return refusal;
    }

    private static ChatRequest Make(JsonElement root, ChatModel model, IReadOnlyList<ChatMessage> messages)
    {
        var hasOptions = root.TryGetProperty("stream_options", out var options) && options.ValueKind is JsonValueKind.Object;
        return new ChatRequest
        {
            Model = model,
            Messages = messages,
            Stream = root.Flag("stream"),
            IncludeUsage = hasOptions && options.Flag("include_usage"),
            IncludeObfuscation = !hasOptions || !options.TryGetProperty("include_obfuscation", out var padding) || padding.ValueKind is not JsonValueKind.False,
            MaxTokens = Number(root, "max_completion_tokens") ?? Number(root, "max_tokens"),
            Calls = DemoTools.Choose(messages, ChatTools.Usable(root), ChatTools.Forced(root)),
            ServiceTier = root.Text("service_tier") is { } tier and not "auto" ? tier : "default",
        };
    }

    private static OpenAIRefusal? CheckNames(JsonElement root)
    {
        var unknown = root.EnumerateObject().Select(member => member.Name).Where(name => !Known.Contains(name, StringComparer.Ordinal)).ToArray();
        return unknown.Length is 0 ? null : OpenAIRefusal.Bad($"Unrecognized request argument supplied: {string.Join(", ", unknown)}");
    }

    private static OpenAIRefusal? CheckShapes(JsonElement root)
    {
        if (root.Has("stream_options") && !root.Flag("stream"))
        {
            return OpenAIRefusal.Bad("The 'stream_options' parameter is only allowed when 'stream' is enabled.", "stream_options");
        }

        foreach (var (name, most) in new[] { ("temperature", 2.0), ("top_p", 1.0) })
        {
            if (root.Has(name) && (root.GetProperty(name).ValueKind is not JsonValueKind.Number || root.GetProperty(name).GetDouble() is var value && (value < 0 || value > most)))
            {
                return OpenAIRefusal.Bad($"Invalid value for '{name}': expected a number between 0 and {most}.", name, "invalid_value");
            }
        }

        foreach (var name in new[] { "max_completion_tokens", "max_tokens", "n" })
        {
            if (root.Has(name) && Number(root, name) is null or < 1)
            {
                return OpenAIRefusal.Bad($"Invalid '{name}': integer below minimum value. Expected a value >= 1.", name, "integer_below_min_value");
            }
        }

        if (root.TryGetProperty("stop", out var stop) && stop.ValueKind is JsonValueKind.Array && stop.GetArrayLength() > 4)
        {
            return OpenAIRefusal.Bad("Invalid 'stop': array too long. Expected an array with maximum length 4.", "stop", "array_above_max_length");
        }

        if (root.Text("safety_identifier") is { Length: > 64 })
        {
            return OpenAIRefusal.Bad("Invalid 'safety_identifier': string too long. Expected a string with maximum length 64.", "safety_identifier", "string_above_max_length");
        }

        return root.Text("service_tier") is { } tier and not ("auto" or "default" or "flex" or "scale" or "priority" or "fast")
            ? OpenAIRefusal.Bad($"Invalid value: '{tier}'. Supported values are: 'auto', 'default', 'flex', 'scale', and 'priority'.", "service_tier", "invalid_value")
            : null;
    }

    private static OpenAIRefusal? CheckModelLimits(JsonElement root, ChatModel model)
    {
        var effort = root.Text("reasoning_effort") ?? model.DefaultEffort;
        if (root.Text("reasoning_effort") is { } asked && !model.Efforts.Contains(asked, StringComparer.Ordinal))
        {
            return model.IsReasoning
                ? OpenAIRefusal.Bad(
                    $"Unsupported value: 'reasoning_effort' does not support '{asked}' with this model. Supported values are: {string.Join(", ", model.Efforts.Select(value => $"'{value}'"))}.",
                    "reasoning_effort",
                    "unsupported_value")
                : Unsupported("reasoning_effort");
        }

        if (model.IsReasoning && root.Has("max_tokens"))
        {
            return OpenAIRefusal.Bad(
                "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.", "max_tokens", "unsupported_parameter");
        }

        if (!model.TakesSampling(effort) && Sampling.FirstOrDefault(name => root.Has(name) && !IsDefault(root, name)) is { } sampling)
        {
            return sampling is "temperature" or "top_p"
                ? OpenAIRefusal.Bad(
                    $"Unsupported value: '{sampling}' does not support {root.GetProperty(sampling).GetRawText()} with this model. Only the default (1) value is supported.",
                    sampling,
                    "unsupported_value")
                : Unsupported(sampling);
        }

        if (model.IsReasoning && root.Has("stop"))
        {
            return Unsupported("stop");
        }

        return !model.IsReasoning && root.Text("verbosity") is { } verbosity and not "medium"
            ? OpenAIRefusal.Bad($"Unsupported value: 'verbosity' does not support '{verbosity}' with this model. Supported values are: 'medium'.", "verbosity", "unsupported_value")
            : null;
    }

    private static OpenAIRefusal Unsupported(string name) =>
        OpenAIRefusal.Bad($"Unsupported parameter: '{name}' is not supported with this model.", name, "unsupported_parameter");

    private static bool IsDefault(JsonElement root, string name) =>
        name is "temperature" or "top_p" && root.GetProperty(name) is { ValueKind: JsonValueKind.Number } value && value.GetDouble() is 1;

    private static int? Number(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;
}
