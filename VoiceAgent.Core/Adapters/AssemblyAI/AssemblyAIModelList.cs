using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech.Models;

namespace VoiceAgent.Core.Adapters.AssemblyAI;

/// <summary>AssemblyAI has no list to ask for: those of its documentation.</summary>
internal sealed class AssemblyAIModelList : ISpeechModelList
{
    public ProviderName Provider => ProviderName.AssemblyAI;

    public IReadOnlyList<string> Known { get; } =
    [
        AssemblyAIListening.EnglishModel, AssemblyAIListening.MultilingualModel, "u3-rt-pro", "universal-3-5-pro", "universal-3-6", "universal-3-6-pro",
    ];

    public Task<IReadOnlyList<string>> AskAsync(KeyLease key, CancellationToken cancellationToken) => Task.FromResult(Known);
}
