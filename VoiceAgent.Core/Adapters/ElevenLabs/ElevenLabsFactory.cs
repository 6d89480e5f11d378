using Microsoft.Extensions.Options;
using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Adapters.ElevenLabs;

internal sealed class ElevenLabsFactory(
    ProviderEndpoints endpoints, ProviderTransports transports, TimeProvider time, IOptions<ElevenLabsOptions>? options = null) : ITextToSpeechFactory
{
    public ProviderName Provider => ProviderName.ElevenLabs;

    public ITextToSpeech Create(KeyLease key) => options?.Value.OneSocketPerCall is true
        ? new MultiStreamTextToSpeech(key, endpoints, transports.For(key), time)
        : new ElevenLabsTextToSpeech(key, endpoints, transports.For(key), time);
}
