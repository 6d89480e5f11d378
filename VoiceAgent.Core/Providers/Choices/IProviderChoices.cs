using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Keys;

namespace VoiceAgent.Core.Providers.Choices;

/// <summary>The models, voices and languages that an account can choose from.</summary>
public interface IProviderChoices
{
    /// <summary>
    /// The provider's own list for the account's key; the last one it gave while it does not answer; what is known here where there is
    /// no usable key, no such list, or no right to read it. Never throws for provider trouble. Other ids may be valid too: lists change
    /// faster than a cache, and some are not told to every key.
    /// </summary>
    Task<ChoiceListing> ListAsync(AccountId account, ProviderName provider, ChoiceKind kind, CancellationToken cancellationToken);
}

/// <summary>One list of one provider.</summary>
internal interface IChoiceList
{
    ProviderName Provider { get; }

    ChoiceKind Kind { get; }

    /// <summary>What is offered without asking, the default first.</summary>
    IReadOnlyList<ProviderChoice> Known { get; }

    /// <summary>Asks the provider; throws <see cref="ProviderException"/> when it does not answer with a list.</summary>
    Task<IReadOnlyList<ProviderChoice>> AskAsync(KeyLease key, CancellationToken cancellationToken);
}
