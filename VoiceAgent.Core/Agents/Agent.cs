using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech.Spoken;

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

    /// <summary>Who listens; when the first fails in a call, the next takes over.</summary>
    public ProviderOrder SpeechToText { get; init; } = ProviderOrder.Automatic;

    /// <summary>Who answers; when the first fails in a call, the next takes over.</summary>
    public ProviderOrder LanguageModel { get; init; } = ProviderOrder.Automatic;

    /// <summary>Who speaks; when the first fails in a call, the next takes over.</summary>
    public ProviderOrder TextToSpeech { get; init; } = ProviderOrder.Automatic;

    /// <summary>The model and voice at each provider.</summary>
    public ProviderPicks Picks { get; init; } = ProviderPicks.None;

    /// <summary>Names and terms that callers use and speech-to-text should listen for, one a line.</summary>
    public string Vocabulary { get; init; } = string.Empty;

    /// <summary>1 is the voice's own pace; 0.7 to 1.2.</summary>
    public double VoiceSpeed { get; init; } = 1;

    /// <summary>Words that the voice says otherwise than they are written.</summary>
    public PronunciationList Pronunciations { get; init; } = PronunciationList.Empty;

    public TurnOptions Turns { get; init; } = new();

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The agent's providers of a category in order; empty is the choice of the keys, and always so for telephony.</summary>
    public ProviderOrder OrderOf(ProviderCategory category) => category switch
    {
        ProviderCategory.SpeechToText => SpeechToText,
        ProviderCategory.LanguageModel => LanguageModel,
        ProviderCategory.TextToSpeech => TextToSpeech,
        _ => ProviderOrder.Automatic,
    };
}
