using VoiceAgent.Core.Adapters.Chat;

namespace VoiceAgent.Core.Adapters.OpenAI;

/// <summary>
/// How little each family of models can be told to think, for a caller waits for the first word, and whether its tools work in chat
/// completions. Models of the families that do not reason refuse to be told.
/// </summary>
internal static class ReasoningModels
{
    // The first prefix that fits counts.
    private static readonly (string Prefix, string? Effort, bool HasToolsInChat)[] Families =
    [
        ("gpt-6-luna", "none", true),
        ("gpt-6-sol", "none", true),
        ("gpt-6", "low", false),
        ("gpt-5.", "none", true),
        ("gpt-5", "minimal", true),
        ("o1", "low", true),
        ("o3", "low", true),
        ("o4", "low", true),
        ("gpt-4", null, true),
        ("gpt-3.5", null, true),
        ("ft:gpt-4", null, true),
    ];

    public static Thinking Of(string model)
    {
        var effort = Find(model).Effort;
        return new Thinking(effort, NeedsRoom: effort is not (null or "none"));
    }

    /// <summary>
    /// Whether a request with tools has to go through the Responses API. That holds for every model that is not known: new ones refuse
    /// tools together with thinking elsewhere, and the Responses API serves all of them.
    /// </summary>
    public static bool NeedsResponsesForTools(string model) => !Find(model).HasToolsInChat;

    private static (string Prefix, string? Effort, bool HasToolsInChat) Find(string model) =>
        Array.Find(Families, row => model.StartsWith(row.Prefix, StringComparison.OrdinalIgnoreCase));
}
