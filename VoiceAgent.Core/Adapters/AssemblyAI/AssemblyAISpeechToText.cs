using VoiceAgent.Core.Adapters.Http;
using VoiceAgent.Core.Adapters.Listening;
using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Adapters.AssemblyAI;

/// <summary>Listens through AssemblyAI's streaming socket.</summary>
internal sealed class AssemblyAISpeechToText(KeyLease key, ProviderEndpoints endpoints, ProviderTransport transport, TimeProvider time) : ISpeechToText
{
    public IAsyncEnumerable<SpeechEvent> TranscribeAsync(
        IAsyncEnumerable<AudioFrame> audio, SpeechToTextOptions options, CancellationToken cancellationToken) =>
        new ListeningStream(ProviderName.AssemblyAI, position => new AssemblyAIListening(Upgrade(options), options, position, time), transport, time)
            .RunAsync(audio, options.Format, cancellationToken);

    private SocketRequest Upgrade(SpeechToTextOptions options) => new()
    {
        Address = endpoints.For(key).Socket(AssemblyAIListening.ListenPath(options)),
        Authorize = headers => KeyHeader.Bare("Authorization").Put(headers, key),
        Refused = AssemblyAIErrors.Refused,
    };
}

internal sealed class AssemblyAIFactory(ProviderEndpoints endpoints, ProviderTransports transports, TimeProvider time) : ISpeechToTextFactory
{
    public ProviderName Provider => ProviderName.AssemblyAI;

    public ISpeechToText Create(KeyLease key) => new AssemblyAISpeechToText(key, endpoints, transports.For(key), time);
}
