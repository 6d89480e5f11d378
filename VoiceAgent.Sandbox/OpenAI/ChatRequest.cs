namespace VoiceAgent.Sandbox.OpenAI;

/// <summary>One message of the conversation.</summary>
internal readonly record struct ChatMessage(string Role, string Text);

/// <summary>A checked request for a chat completion.</summary>
internal sealed record ChatRequest
{
    public required ChatModel Model { get; init; }

    public required IReadOnlyList<ChatMessage> Messages { get; init; }

    public bool Stream { get; init; }

    public bool IncludeUsage { get; init; }

    public bool IncludeObfuscation { get; init; }

    /// <summary>Null when there is no limit.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Tools that the model calls in place of an answer in words.</summary>
    public required IReadOnlyList<DemoCall> Calls { get; init; }

    /// <summary>The tier that was asked for.</summary>
    public string ServiceTier { get; init; } = "default";
}
