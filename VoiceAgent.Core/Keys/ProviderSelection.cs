using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;

namespace VoiceAgent.Core.Keys;

/// <summary>The providers that one call may use, at least one of each category: the first carries the call, the others take over in order.</summary>
public sealed record ProviderSelection(
    ProviderOrder SpeechToText,
    ProviderOrder LanguageModel,
    ProviderOrder TextToSpeech);

/// <summary>Chooses the providers of a call.</summary>
public interface IProviderSelector
{
    /// <summary>
    /// The agent's providers of each category, or all of the category in catalog order, as far as their keys are usable. Null when a
    /// category has none or the vault is locked; <see cref="ICallReadinessService"/> says why.
    /// </summary>
    Task<ProviderSelection?> SelectAsync(AccountId account, Agent? agent, CancellationToken cancellationToken);
}
