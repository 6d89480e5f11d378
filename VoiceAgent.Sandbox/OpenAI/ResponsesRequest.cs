namespace VoiceAgent.Sandbox.OpenAI;

/// <summary>A checked request for a response.</summary>
internal sealed record ResponsesRequest
{
    public required ChatModel Model { get; init; }

    public required IReadOnlyList<ChatMessage> Messages { get; init; }

    public bool Stream { get; init; }

    /// <summary>Tools that the model calls in place of an answer in words.</summary>
    public required IReadOnlyList<DemoCall> Calls { get; init; }

    /// <summary>Null when there is no limit.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Whether a reasoning item comes first.</summary>
    public bool Thinks { get; init; }

    /// <summary>Whether reasoning items hold their sealed content.</summary>
    public bool SealsThoughts { get; init; }

    public bool IsPadded { get; init; }
}
