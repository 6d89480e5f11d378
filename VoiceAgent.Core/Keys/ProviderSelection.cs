using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Keys;

/// <summary>The providers that one call uses.</summary>
public sealed record ProviderSelection(ProviderName SpeechToText, ProviderName LanguageModel, ProviderName TextToSpeech);

/// <summary>Chooses the providers of a call.</summary>
public interface IProviderSelector
{
    /// <summary>
    /// The agent's choice, or the first provider of the category, in catalog order, whose key is usable. Null when a category has
    /// none or the vault is locked; <see cref="ICallReadinessService"/> says why.
    /// </summary>
    Task<ProviderSelection?> SelectAsync(AccountId account, Agent? agent, CancellationToken cancellationToken);
}
