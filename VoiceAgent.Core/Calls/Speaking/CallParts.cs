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

    /// <summary>How the agent's own lines are spoken: in its main language.</summary>
    public CallVoice Main { get; } = VoiceIn(setup, setup.Agent.Language);

    /// <summary>How answers are spoken now.</summary>
    public CallVoice Current { get; private set; } = VoiceIn(setup, setup.Agent.Language);

    /// <summary>Answers are spoken in another language from now on.</summary>
    public void SwitchTo(string language) => Current = VoiceIn(setup, language);

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

    private static CallVoice VoiceIn(CallSessionSetup setup, string language) => new(
        new VoiceSettings { Language = language, Speed = setup.Agent.VoiceSpeed, Format = setup.Media.Format },
        SpokenText.For(language, setup.Agent.Pronunciations));
}
