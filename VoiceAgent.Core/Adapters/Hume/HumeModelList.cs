using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Providers.Choices;

namespace VoiceAgent.Core.Adapters.Hume;

/// <summary>The versions of Hume's model; the provider has no list of them. Only version 2 tells when each word sounds.</summary>
internal sealed class HumeModelList : IChoiceList
{
    public ProviderName Provider => ProviderName.Hume;

    public ChoiceKind Kind => ChoiceKind.Model;

    public IReadOnlyList<ProviderChoice> Known { get; } = [new("2", "Octave 2"), new("1", "Octave 1")];

    public Task<IReadOnlyList<ProviderChoice>> AskAsync(KeyLease key, CancellationToken cancellationToken) => Task.FromResult(Known);
}
