using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Keys;

public interface IProviderSelector
{
    Task<ProviderSelection?> SelectAsync(AccountId account, Agent agent, CancellationToken cancellationToken);
}

public sealed record ProviderSelection(ProviderName SpeechToText, ProviderName LanguageModel, ProviderName TextToSpeech);
