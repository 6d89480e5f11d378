using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Providers.Choices;

namespace VoiceAgent.Core.Adapters.AssemblyAI;

/// <summary>AssemblyAI has no list to ask for: those of its documentation.</summary>
internal sealed class AssemblyAIModelList : IChoiceList
{
    public ProviderName Provider => ProviderName.AssemblyAI;

    public ChoiceKind Kind => ChoiceKind.Model;

    public IReadOnlyList<ProviderChoice> Known { get; } =
    [
        .. new[]
        {
            AssemblyAIListening.EnglishModel, AssemblyAIListening.MultilingualModel, "u3-rt-pro", "universal-3-5-pro", "universal-3-6", "universal-3-6-pro",
        }.Select(ProviderChoice.Named),
    ];

    public Task<IReadOnlyList<ProviderChoice>> AskAsync(KeyLease key, CancellationToken cancellationToken) => Task.FromResult(Known);
}
