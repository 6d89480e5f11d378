using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Calls.Speaking;
using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.Failover;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Speech;
using VoiceAgent.Core.Telephony;
using VoiceAgent.Core.Tools.Running;

namespace VoiceAgent.Core.Calls;

/// <summary>Everything one call runs on. The session owns none of it: whoever made it disposes leases and media afterwards.</summary>
public sealed record CallSessionSetup
{
    /// <summary>The answered call.</summary>
    public required Call Call { get; init; }

    public required Agent Agent { get; init; }

    public required IMediaStream Media { get; init; }

    public required ISpeechToText SpeechToText { get; init; }

    public required ILanguageModel LanguageModel { get; init; }

    public required ITextToSpeech TextToSpeech { get; init; }

    /// <summary>What goes wrong with the providers during the call.</summary>
    public required CallIncidents Incidents { get; init; }

    /// <summary>How long an answer may keep quiet.</summary>
    public required LivenessOptions Liveness { get; init; }

    /// <summary>The agent's greeting, made or in the making; null says it when the call begins.</summary>
    public SpeechRecording? Greeting { get; init; }

    /// <summary>Lines of earlier calls.</summary>
    public required PreparedLines PreparedLines { get; init; }

    /// <summary>What the agent can do beside speaking.</summary>
    public CallTools Tools { get; init; } = new([], new ToolOptions());

    /// <summary>Makes the call's voice activity detector, which the session disposes.</summary>
    public required IVoiceActivityDetectors VoiceActivity { get; init; }

    /// <summary>Tells the carrier to end the call.</summary>
    public required Func<CancellationToken, Task> HangUpAsync { get; init; }

    /// <summary>Told every change of the live call, from the session's own loop; must return at once.</summary>
    public required Action<LiveCall> Publish { get; init; }

    /// <summary>Watches what happens and what is decided, from the session's own loop; null is nobody.</summary>
    public IConversationObserver? Observer { get; init; }
}
