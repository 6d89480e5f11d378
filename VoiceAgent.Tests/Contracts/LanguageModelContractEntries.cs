using VoiceAgent.Core.Adapters.Chat;
using VoiceAgent.Core.Adapters.OpenAI;
using VoiceAgent.Core.Adapters.Xai;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Tests.Contracts;

/// <summary>Every implementation of <see cref="ILanguageModel"/>.</summary>
internal static class LanguageModelContractEntries
{
    public static IReadOnlyList<ContractEntry<ILanguageModel>> All { get; } =
    [
        new("OpenAI chat", trouble => SandboxSubject.StartAsync(
            ProviderName.OpenAI,
            trouble,
            (endpoints, transport, key) => new OpenAIFactory(endpoints, transport, TimeProvider.System).Create(key))),
        new("OpenAI responses", trouble => SandboxSubject.StartAsync<ILanguageModel>(
            ProviderName.OpenAI,
            trouble,
            (endpoints, transport, key) => new Responses(new ApiConnection(endpoints.For(ProviderName.OpenAI).Http, key, transport, TimeProvider.System)))),
        new("Grok", trouble => SandboxSubject.StartAsync(
            ProviderName.Grok,
            trouble,
            (endpoints, transport, key) => new XaiFactory(endpoints, transport, TimeProvider.System).Create(key))),
    ];
}
