using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Agents;

/// <summary>Who answers the phone: what it says, in which voice, on which providers.</summary>
public sealed record Agent
{
    public required AgentId Id { get; init; }

    public required AccountId AccountId { get; init; }

    public required string Name { get; init; }

    /// <summary>What the agent is told about its job: the system prompt.</summary>
    public required string Instructions { get; init; }

    /// <summary>The first thing said; empty waits for the caller to speak.</summary>
    public string Greeting { get; init; } = string.Empty;

    /// <summary>BCP 47 tag, such as <c>en-US</c>.</summary>
    public string Language { get; init; } = "en-US";

    /// <summary>Null takes the first usable key of the category, in catalog order.</summary>
    public ProviderName? SpeechToText { get; init; }

    /// <summary>Null takes the first usable key of the category, in catalog order.</summary>
    public ProviderName? LanguageModel { get; init; }

    /// <summary>Null takes the first usable key of the category, in catalog order.</summary>
    public ProviderName? TextToSpeech { get; init; }

    /// <summary>The model name at <see cref="SpeechToText"/>; null takes the adapter's default. Counts only where that provider is chosen.</summary>
    public string? SpeechToTextModel { get; init; }

    /// <summary>Names and terms that callers use and speech-to-text should listen for, one a line.</summary>
    public string Vocabulary { get; init; } = string.Empty;

    /// <summary>The language-model provider's model name; null takes the adapter's default.</summary>
    public string? Model { get; init; }

    /// <summary>The voice provider's id of the voice; null takes the adapter's default.</summary>
    public string? VoiceId { get; init; }

    /// <summary>1 is the voice's own pace; 0.7 to 1.2.</summary>
    public double VoiceSpeed { get; init; } = 1;

    public TurnOptions Turns { get; init; } = new();

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }
}
