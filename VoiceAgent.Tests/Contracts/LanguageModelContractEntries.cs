using VoiceAgent.Core.Adapters.OpenAI;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Tests.Contracts;

/// <summary>Every implementation of <see cref="ILanguageModel"/>.</summary>
internal static class LanguageModelContractEntries
{
    public static IReadOnlyList<ContractEntry<ILanguageModel>> All { get; } =
    [
        new("OpenAI", trouble => SandboxSubject.StartAsync(
            ProviderName.OpenAI,
            trouble,
            (endpoints, transport, key) => new OpenAIFactory(endpoints, transport, TimeProvider.System).Create(key))),
    ];
}
