using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Failover;
using VoiceAgent.Core.Failover.Listening;
using VoiceAgent.Core.Failover.Models;
using VoiceAgent.Core.Failover.Voices;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Calls.Answering;

/// <summary>The ports of the providers whose keys are open, in the order of the keys.</summary>
public sealed class ProviderPorts(
    IEnumerable<ISpeechToTextFactory> speechToText,
    IEnumerable<ILanguageModelFactory> languageModels,
    IEnumerable<ITextToSpeechFactory> textToSpeech)
{
    /// <summary>Each with the agent's model there.</summary>
    public IReadOnlyList<Candidate<ISpeechToText>> SpeechToText(IReadOnlyList<KeyLease> leases, Agent agent)
    {
        ArgumentNullException.ThrowIfNull(agent);
        return
        [
            .. leases.Select(lease => new Candidate<ISpeechToText>(
                lease.Provider,
                new OwnListener(speechToText.First(factory => factory.Provider == lease.Provider).Create(lease), agent.Picks.Of(lease.Provider).Model))),
        ];
    }

    /// <summary>Each with the agent's model there.</summary>
    public IReadOnlyList<Candidate<ILanguageModel>> LanguageModels(IReadOnlyList<KeyLease> leases, Agent agent)
    {
        ArgumentNullException.ThrowIfNull(agent);
        return
        [
            .. leases.Select(lease => new Candidate<ILanguageModel>(
                lease.Provider,
                new OwnModel(languageModels.First(factory => factory.Provider == lease.Provider).Create(lease), agent.Picks.Of(lease.Provider).Model))),
        ];
    }

    /// <summary>Each with the agent's voice and model there.</summary>
    public IReadOnlyList<Candidate<ITextToSpeech>> TextToSpeech(IReadOnlyList<KeyLease> leases, Agent agent)
    {
        ArgumentNullException.ThrowIfNull(agent);
        return [.. leases.Select(lease => new Candidate<ITextToSpeech>(lease.Provider, VoiceOf(lease, agent)))];
    }

    private OwnVoice VoiceOf(KeyLease lease, Agent agent)
    {
        var pick = agent.Picks.Of(lease.Provider);
        return new OwnVoice(textToSpeech.First(factory => factory.Provider == lease.Provider).Create(lease), pick.VoiceId, pick.Model);
    }
}
