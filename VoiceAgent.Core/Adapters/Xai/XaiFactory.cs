using VoiceAgent.Core.Adapters.Chat;
using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Adapters.Xai;

internal sealed class XaiFactory(ProviderEndpoints endpoints, ProviderTransports transports, TimeProvider time) : ILanguageModelFactory
{
    public ProviderName Provider => ProviderName.Grok;

    public ILanguageModel Create(KeyLease key) =>
        new ChatCompletions(XaiDialect.Chat, new ApiConnection(path => endpoints.For(key).Http(path), key, transports.For(key), time));
}
