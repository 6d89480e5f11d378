namespace VoiceAgent.Core.Adapters.OpenAI;

/// <summary>
/// How little each family of models can be told to think: a caller waits for the first word. Models that are not listed do not
/// reason, and refuse to be told.
/// </summary>
internal static class ReasoningModels
{
    /// <summary>Room for thinking, which counts against the reply's limit, where it cannot be switched off.</summary>
    public const int ThinkingTokens = 2000;

    // The first prefix that fits counts.
    private static readonly (string Prefix, string Effort)[] Efforts =
    [
        ("gpt-6-luna", "none"),
        ("gpt-6-sol", "none"),
        ("gpt-6", "low"),
        ("gpt-5.", "none"),
        ("gpt-5", "minimal"),
        ("o1", "low"),
        ("o3", "low"),
        ("o4", "low"),
    ];

    /// <summary>The value of <c>reasoning_effort</c>, or null when it must not be sent.</summary>
    public static string? EffortFor(string model) =>
        Array.Find(Efforts, row => model.StartsWith(row.Prefix, StringComparison.OrdinalIgnoreCase)).Effort;
}
