namespace VoiceAgent.Core.Adapters.Chat;

/// <summary>In what one service's chat completions differ from the others'.</summary>
internal sealed record ChatDialect
{
    public required IApiErrors Errors { get; init; }

    public required string DefaultModel { get; init; }

    public string Path { get; init; } = "/v1/chat/completions";

    /// <summary>How little a model can be told to think.</summary>
    public Func<string, Thinking> Thinking { get; init; } = static _ => default;

    /// <summary>Whether <c>prompt_cache_key</c> and <c>stream_options.include_obfuscation</c> are known.</summary>
    public bool HasCacheKey { get; init; }

    /// <summary>Header that takes the conversation's id; null where there is none.</summary>
    public string? ConversationHeader { get; init; }

    /// <summary>Whether <c>completion_tokens</c> leaves out what the model thought.</summary>
    public bool CountsThinkingApart { get; init; }

    /// <summary>Whether tools are known. Without, none are sent, and what came of calls that another model made is told in words.</summary>
    public bool HasTools { get; init; } = true;

    /// <summary>Whether <c>tool_choice</c> is obeyed. Without, tools that must not be called are not offered.</summary>
    public bool HasToolChoice { get; init; } = true;

    /// <summary>Whether <c>stream_options.include_usage</c> is known.</summary>
    public bool HasUsage { get; init; } = true;

    /// <summary>Whether the limit is the older <c>max_tokens</c>, which every server knows.</summary>
    public bool LimitsByMaxTokens { get; init; }
}

/// <summary>How a model thinks before it answers.</summary>
/// <param name="Effort">Value of <c>reasoning_effort</c>, or null when it must not be sent.</param>
/// <param name="NeedsRoom">Whether thoughts, which count against the limit of the reply, cannot be switched off.</param>
internal readonly record struct Thinking(string? Effort, bool NeedsRoom)
{
    private const int Room = 2000;

    /// <summary>The limit to send for a reply of so many tokens.</summary>
    public int LimitFor(int reply) => reply + (NeedsRoom ? Room : 0);
}
