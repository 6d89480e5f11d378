using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Speech.Models;

/// <summary>The streaming models that an account can listen with.</summary>
public interface ISpeechModels
{
    /// <summary>
    /// Names of the provider's models, as its own list gives them for the account's key; those known here where there is no usable key,
    /// no such list, or no answer. Never throws for provider trouble.
    /// </summary>
    Task<IReadOnlyList<string>> ListAsync(AccountId account, ProviderName provider, CancellationToken cancellationToken);
}

/// <summary>One provider's list of its streaming models.</summary>
internal interface ISpeechModelList
{
    ProviderName Provider { get; }

    /// <summary>What is offered without asking, the default first.</summary>
    IReadOnlyList<string> Known { get; }

    /// <summary>Asks the provider; throws <see cref="ProviderException"/> when it does not answer with a list.</summary>
    Task<IReadOnlyList<string>> AskAsync(KeyLease key, CancellationToken cancellationToken);
}
