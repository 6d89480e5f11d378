using VoiceAgent.Core.Adapters.Chat;
using VoiceAgent.Core.Adapters.Compatible;
using VoiceAgent.Core.Adapters.OpenAI;
using VoiceAgent.Core.Adapters.Xai;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Providers.Compatible;

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
        Compatible("vLLM", "/compatible/vllm/v1", "meta-llama/Llama-3.1-8B-Instruct"),
        Compatible("Groq", "/compatible/groq/openai/v1", "llama-3.1-8b-instant"),
        Compatible("OpenRouter", "/compatible/openrouter/api/v1", "meta-llama/llama-3.1-8b-instruct"),
    ];

    private static ContractEntry<ILanguageModel> Compatible(string name, string path, string model) => new(name, trouble => SandboxSubject.StartAsync(
        ProviderName.Compatible,
        trouble,
        (endpoints, transport, key) => new CompatibleFactory(endpoints, transport, TimeProvider.System).Create(key),
        server: new CompatibleServer { Id = "server", Name = name, BaseUrl = new Uri("http://127.0.0.1" + path), DefaultModel = model }));
}
