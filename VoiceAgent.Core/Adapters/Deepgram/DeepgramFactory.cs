using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Adapters.Deepgram;

internal sealed class DeepgramFactory(ProviderEndpoints endpoints, ProviderTransports transports, TimeProvider time) : ISpeechToTextFactory
{
    public ProviderName Provider => ProviderName.Deepgram;

    public ISpeechToText Create(KeyLease key) => new DeepgramSpeechToText(key, endpoints, transports.For(key), time);
}
