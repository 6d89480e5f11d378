using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Adapters.ElevenLabs;

internal sealed class ElevenLabsFactory(ProviderEndpoints endpoints, ProviderTransport transport, TimeProvider time) : ITextToSpeechFactory
{
    public ProviderName Provider => ProviderName.ElevenLabs;

    public ITextToSpeech Create(KeyLease key) => new ElevenLabsTextToSpeech(key, endpoints, transport, time);
}
