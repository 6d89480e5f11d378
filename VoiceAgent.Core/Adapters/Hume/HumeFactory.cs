using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Adapters.Hume;

internal sealed class HumeFactory(ProviderEndpoints endpoints, ProviderTransports transports, TimeProvider time) : ITextToSpeechFactory
{
    public ProviderName Provider => ProviderName.Hume;

    public ITextToSpeech Create(KeyLease key) => new HumeTextToSpeech(key, endpoints, transports.For(key), time);
}
