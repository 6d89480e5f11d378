using System.Text.Json;
using VoiceAgent.Sandbox.Exchanges;
using VoiceAgent.Sandbox.OpenAI;

namespace VoiceAgent.Sandbox.Compatible;

/// <summary>A checked request, as the server understands it: what it does not know is refused or has no effect.</summary>
internal sealed record CompatibleChat
{
    private static readonly string[] Known =
    [
        "model", "messages", "stream", "stream_options", "max_completion_tokens", "max_tokens", "temperature", "top_p", "stop", "seed", "tools",
        "tool_choice", "parallel_tool_calls", "response_format", "user",
    ];

    public required string Model { get; init; }

    public required IReadOnlyList<ChatMessage> Messages { get; init; }

    public required IReadOnlyList<DemoCall> Calls { get; init; }

    public bool Stream { get; init; }

    public bool IncludeUsage { get; init; }

    /// <summary>Null when there is no limit.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>The refusal, or null and the request.</summary>
    public static CompatibleRefusal? Read(string body, CompatibleFlavour flavour, out CompatibleChat? chat)
    {
        chat = null;
        using var document = SandboxJson.ReadObject(body);
        if (document is null)
        {
            return CompatibleRefusal.Bad("The body is no JSON object.");
        }

        var root = document.RootElement;
        if (flavour.RefusesUnknown && root.EnumerateObject().Select(member => member.Name).FirstOrDefault(name => !Known.Contains(name, StringComparer.Ordinal)) is { } unknown)
        {
            return CompatibleRefusal.Bad($"property '{unknown}' is unsupported");
        }

        if (root.Text("model") is not { Length: > 0 } model || !flavour.Models.Contains(model, StringComparer.Ordinal))
        {
            return CompatibleRefusal.UnknownModel(root.Text("model") ?? "");
        }

        if (root.Has("stream_options") && (!root.Flag("stream") || root.GetProperty("stream_options").EnumerateObject().Any(member => member.Name is not "include_usage")))
        {
            return CompatibleRefusal.Bad("Stream options can only be defined when `stream=True`, and hold `include_usage`.");
        }

        if ((ChatMessages.Read(root, out var messages) ?? CheckTools(root)) is { } refusal)
        {
            return CompatibleRefusal.Bad(refusal.Message);
        }

        var forced = flavour.ObeysToolChoice ? ChatTools.Forced(root) : null;
        chat = new CompatibleChat
        {
            Model = model,
            Messages = messages,
            Calls = DemoTools.Choose(messages, flavour.ObeysToolChoice ? ChatTools.Usable(root) : ChatTools.Offered(root), forced),
            Stream = root.Flag("stream"),
            IncludeUsage = root.TryGetProperty("stream_options", out var options) && options.Flag("include_usage"),
            MaxTokens = Number(root, "max_tokens") ?? (flavour.KnowsMaxCompletionTokens ? Number(root, "max_completion_tokens") : null),
        };
        return null;
    }

    private static OpenAIRefusal? CheckTools(JsonElement root)
    {
        if (!root.Has("tools"))
        {
            return root.Has("tool_choice") ? OpenAIRefusal.Bad("When using `tool_choice`, `tools` must be set.") : null;
        }

        return root.GetProperty("tools").EnumerateArray().All(tool =>
            tool.Text("type") is "function" && tool.TryGetProperty("function", out var function) && function.Text("name") is { Length: > 0 and <= 64 })
            ? null
            : OpenAIRefusal.Bad("Each of `tools` must be a function with a name.");
    }

    private static int? Number(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;
}
