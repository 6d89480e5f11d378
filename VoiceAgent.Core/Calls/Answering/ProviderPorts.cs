using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Failover;
using VoiceAgent.Core.Failover.Models;
using VoiceAgent.Core.Failover.Voices;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Calls.Answering;

/// <summary>The ports of the providers whose keys are open, in the order of the keys.</summary>
public sealed class ProviderPorts(
    IEnumerable<ISpeechToTextFactory> speechToText,
    IEnumerable<ILanguageModelFactory> languageModels,
    IEnumerable<ITextToSpeechFactory> textToSpeech)
{
    public IReadOnlyList<Candidate<ISpeechToText>> SpeechToText(IReadOnlyList<KeyLease> leases) =>
        [.. leases.Select(lease => new Candidate<ISpeechToText>(lease.Provider, speechToText.First(factory => factory.Provider == lease.Provider).Create(lease)))];

    /// <summary>The agent's model goes to its first choice only: the others would not know it.</summary>
    public IReadOnlyList<Candidate<ILanguageModel>> LanguageModels(IReadOnlyList<KeyLease> leases, Agent agent)
    {
        ArgumentNullException.ThrowIfNull(agent);
        var first = FirstChoice(agent.LanguageModel, leases);
        return
        [
            .. leases.Select(lease => new Candidate<ILanguageModel>(
                lease.Provider,
                new OwnModel(languageModels.First(factory => factory.Provider == lease.Provider).Create(lease), lease.Provider == first ? agent.Model : null))),
        ];
    }

    /// <summary>The agent's voice goes to its first choice only: the others do not have it.</summary>
    public IReadOnlyList<Candidate<ITextToSpeech>> TextToSpeech(IReadOnlyList<KeyLease> leases, Agent agent)
    {
        ArgumentNullException.ThrowIfNull(agent);
        var first = FirstChoice(agent.TextToSpeech, leases);
        return
        [
            .. leases.Select(lease => new Candidate<ITextToSpeech>(
                lease.Provider,
                new OwnVoice(textToSpeech.First(factory => factory.Provider == lease.Provider).Create(lease), lease.Provider == first ? agent.VoiceId : null))),
        ];
    }

    private static ProviderName FirstChoice(ProviderOrder order, IReadOnlyList<KeyLease> leases) => order.Count > 0 ? order[0] : leases[0].Provider;
}
