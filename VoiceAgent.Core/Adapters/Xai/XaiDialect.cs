using VoiceAgent.Core.Adapters.Chat;

namespace VoiceAgent.Core.Adapters.Xai;

/// <summary>
/// xAI's chat completions: OpenAI's form without its cache key and padding; the conversation is kept on one server by a header, what a
/// model thought is counted apart from what it wrote, and errors look different.
/// </summary>
internal static class XaiDialect
{
    /// <summary>Made for low latency; it does not reason.</summary>
    public const string DefaultModel = "grok-4.20-non-reasoning";

    public static ChatDialect Chat { get; } = new()
    {
        Errors = new XaiErrors(),
        DefaultModel = DefaultModel,
        Thinking = ThinkingOf,
        ConversationHeader = "x-grok-conv-id",
        CountsThinkingApart = true,
    };

    // The first prefix that fits counts. Models of the 4.20 family take no effort: the name says whether they think.
    private static readonly (string Prefix, Thinking Thinking)[] Families =
    [
        ("grok-4.20-0309-non-reasoning", default),
        ("grok-4.20-non-reasoning", default),
        ("grok-4.20", new Thinking(null, NeedsRoom: true)),
        ("grok-4.3", new Thinking("none", NeedsRoom: false)),
        ("grok-4.5", new Thinking("low", NeedsRoom: true)),
        ("grok-4.6", new Thinking("low", NeedsRoom: true)),
        ("grok-4.7", new Thinking("low", NeedsRoom: true)),
    ];

    // A model that is not known may think and may refuse to be told how much.
    private static Thinking ThinkingOf(string model)
    {
        foreach (var (prefix, thinking) in Families)
        {
            if (model.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                return thinking;
            }
        }

        return new Thinking(null, NeedsRoom: true);
    }
}
