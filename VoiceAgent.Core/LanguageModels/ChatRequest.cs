namespace VoiceAgent.Core.LanguageModels;

/// <summary>Who said a message.</summary>
public enum ChatRole
{
    System,
    User,
    Assistant,

    /// <summary>The result of a tool call.</summary>
    Tool,
}

/// <summary>One message of a conversation.</summary>
public sealed record ChatMessage(ChatRole Role, string Text)
{
    /// <summary>Of the assistant: tools it asked for after its words. Each is answered by one message of <see cref="ChatRole.Tool"/> directly after.</summary>
    public IReadOnlyList<ToolCall> ToolCalls { get; init; } = [];

    /// <summary>Of a tool: the call whose result this is.</summary>
    public string? ToolCallId { get; init; }

    /// <summary>What a tool gave, or why it failed, in words for the model.</summary>
    public static ChatMessage ResultOf(ToolCall call, string text)
    {
        ArgumentNullException.ThrowIfNull(call);
        return new ChatMessage(ChatRole.Tool, text) { ToolCallId = call.Id };
    }
}

/// <summary>A conversation to be answered.</summary>
public sealed record ChatRequest
{
    /// <summary>The provider's model name, or null for the adapter's default.</summary>
    public string? Model { get; init; }

    /// <summary>Oldest first; the system message, if any, comes first.</summary>
    public required IReadOnlyList<ChatMessage> Messages { get; init; }

    /// <summary>What the model may ask for; names differ. The order should stay the same from request to request, for the provider's cache.</summary>
    public IReadOnlyList<ToolDefinition> Tools { get; init; } = [];

    /// <summary>Counts only where there are tools.</summary>
    public ToolChoice ToolChoice { get; init; }

    /// <summary>Upper bound of the reply, in tokens; what a model thinks before it is not counted.</summary>
    public int MaxOutputTokens { get; init; } = 400;

    /// <summary>Groups requests that share a long prefix, so that the provider finds them in its cache; never personal data.</summary>
    public string? CacheKey { get; init; }

    /// <summary>Groups the requests of one conversation, for providers that keep it on one server; never personal data.</summary>
    public string? ConversationId { get; init; }
}
