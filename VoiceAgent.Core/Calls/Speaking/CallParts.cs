using VoiceAgent.Core.Failover;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;
using VoiceAgent.Core.Speech.Spoken;
using VoiceAgent.Core.Tools.Running;

namespace VoiceAgent.Core.Calls.Speaking;

/// <summary>What an utterance needs of the call it belongs to.</summary>
internal sealed class CallParts(CallSessionSetup setup, TimeProvider time)
{
    public TimeProvider Time => time;

    public ILanguageModel LanguageModel => setup.LanguageModel;

    public ITextToSpeech TextToSpeech => setup.TextToSpeech;

    public CallTools Tools => setup.Tools;

    public LivenessOptions Liveness => setup.Liveness;

    /// <summary>Says what is written.</summary>
    public SpokenText Spoken { get; } = SpokenText.For(setup.Agent.Language, setup.Agent.Pronunciations);

    public VoiceSettings Voice { get; } = new()
    {
        Language = setup.Agent.Language,
        Speed = setup.Agent.VoiceSpeed,
        Format = setup.Media.Format,
    };

    /// <summary>Who carries a part of the call, as far as the call says.</summary>
    public ProviderName? ProviderOf(ProviderCategory category)
    {
        foreach (var provider in setup.Call.Providers)
        {
            if (ProviderCatalog.Get(provider).Category == category)
            {
                return provider;
            }
        }

        return null;
    }
}
