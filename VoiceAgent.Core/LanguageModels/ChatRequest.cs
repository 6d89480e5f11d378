namespace VoiceAgent.Core.LanguageModels;

/// <summary>Who said a message.</summary>
public enum ChatRole
{
    System,
    User,
    Assistant,
}

/// <summary>One message of a conversation.</summary>
public sealed record ChatMessage(ChatRole Role, string Text);

/// <summary>A conversation to be answered.</summary>
public sealed record ChatRequest
{
    /// <summary>The provider's model name, or null for the adapter's default.</summary>
    public string? Model { get; init; }

    /// <summary>Oldest first; the system message, if any, comes first.</summary>
    public required IReadOnlyList<ChatMessage> Messages { get; init; }

    /// <summary>Upper bound of the reply, in tokens.</summary>
    public int MaxOutputTokens { get; init; } = 400;

    /// <summary>Groups requests that share a long prefix, so that the provider finds them in its cache; never personal data.</summary>
    public string? CacheKey { get; init; }
}
