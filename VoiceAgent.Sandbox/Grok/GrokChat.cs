using System.Text.Json;
using VoiceAgent.Sandbox.Exchanges;
using VoiceAgent.Sandbox.OpenAI;

namespace VoiceAgent.Sandbox.Grok;

/// <summary>A checked request for a chat completion.</summary>
internal sealed record GrokChat
{
    private const int MaxTools = 128;

    private static readonly string[] Known =
    [
        "model", "messages", "stream", "stream_options", "max_tokens", "max_completion_tokens", "temperature", "top_p", "frequency_penalty", "presence_penalty",
        "stop", "tools", "tool_choice", "parallel_tool_calls", "reasoning_effort", "response_format", "seed", "user", "service_tier", "n", "logprobs", "top_logprobs", "deferred",
    ];

    public required GrokModel Model { get; init; }

    public required IReadOnlyList<ChatMessage> Messages { get; init; }

    public required IReadOnlyList<DemoCall> Calls { get; init; }

    public bool Stream { get; init; }

    public bool IncludeUsage { get; init; }

    public int? MaxTokens { get; init; }

    public bool Thinks { get; init; }

    /// <summary>The refusal, or null and the request.</summary>
    public static GrokRefusal? Read(string body, out GrokChat? chat)
    {
        chat = null;
        using var document = SandboxJson.ReadObject(body);
        if (document is null)
        {
            return new GrokRefusal(422, "invalid-argument", "Failed to deserialize the JSON body into the target type.");
        }

        var root = document.RootElement;
        if (root.Text("model") is not { Length: > 0 } name || GrokModel.Find(name) is not { } model)
        {
            return GrokRefusal.UnknownModel(root.Text("model") ?? "");
        }

        if (Check(root, model) is { } refusal)
        {
            return refusal;
        }

        // Messages and tools have OpenAI's form; the refusals are xAI's own.
        if ((ChatMessages.Read(root, out var messages) ?? ChatTools.Check(root, ChatModel.Find("gpt-4.1")!)) is { } bad)
        {
            return GrokRefusal.Bad(bad.Message);
        }

        if (root.GetProperty("messages").EnumerateArray().Any(message => message.Text("role") is "developer"))
        {
            return GrokRefusal.Bad("Invalid role: developer.");
        }

        var effort = root.Text("reasoning_effort");
        chat = new GrokChat
        {
            Model = model,
            Messages = messages,
            Calls = DemoTools.Choose(messages, ChatTools.Usable(root), ChatTools.Forced(root)),
            Stream = root.Flag("stream"),
            IncludeUsage = root.TryGetProperty("stream_options", out var options) && options.ValueKind is JsonValueKind.Object && options.Flag("include_usage"),
            MaxTokens = Number(root, "max_completion_tokens") ?? Number(root, "max_tokens"),
            Thinks = model.Thinks && effort is not "none",
        };
        return null;
    }

    private static GrokRefusal? Check(JsonElement root, GrokModel model)
    {
        if (root.Has("search_parameters"))
        {
            return new GrokRefusal(410, "invalid-argument", "Live search is deprecated. Please use the Agent Tools API.");
        }

        if (root.EnumerateObject().Select(member => member.Name).FirstOrDefault(name => !Known.Contains(name, StringComparer.Ordinal)) is { } unknown)
        {
            return GrokRefusal.Bad($"Argument not supported: {unknown}");
        }

        if (root.TryGetProperty("stream_options", out var options) && options.ValueKind is JsonValueKind.Object
            && options.EnumerateObject().Any(option => option.Name is not "include_usage"))
        {
            return GrokRefusal.Bad("Argument not supported: stream_options");
        }

        if (model.Thinks && new[] { "presence_penalty", "frequency_penalty", "stop" }.FirstOrDefault(name => root.Has(name)) is { } sampling)
        {
            return GrokRefusal.Bad($"Model {model.Id} does not support parameter {sampling}.");
        }

        if (root.Text("reasoning_effort") is { } effort && !model.Efforts.Contains(effort))
        {
            return GrokRefusal.Bad($"Model {model.Id} does not support parameter reasoningEffort.");
        }

        if (root.Text("service_tier") is not (null or "default" or "priority"))
        {
            return GrokRefusal.Bad("Invalid service tier.");
        }

        return root.TryGetProperty("tools", out var tools) && tools.ValueKind is JsonValueKind.Array && tools.GetArrayLength() > MaxTools
            ? GrokRefusal.Bad($"A maximum of {MaxTools} tools is supported.")
            : null;
    }

    private static int? Number(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;
}
