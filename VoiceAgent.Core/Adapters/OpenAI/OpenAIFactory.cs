using VoiceAgent.Core.Adapters.Chat;
using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Adapters.OpenAI;

internal sealed class OpenAIFactory(ProviderEndpoints endpoints, ProviderTransports transports, TimeProvider time) : ILanguageModelFactory
{
    public ProviderName Provider => ProviderName.OpenAI;

    public ILanguageModel Create(KeyLease key) =>
        new OpenAILanguageModel(new ApiConnection(path => endpoints.For(key).Http(path), key, transports.For(key), time));
}
