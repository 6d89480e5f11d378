using VoiceAgent.Core.Adapters.Http;
using VoiceAgent.Core.Adapters.Listening;
using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Adapters.Soniox;

/// <summary>Listens through Soniox's real-time socket.</summary>
internal sealed class SonioxSpeechToText(KeyLease key, ProviderEndpoints endpoints, ProviderTransport transport, TimeProvider time) : ISpeechToText
{
    public IAsyncEnumerable<SpeechEvent> TranscribeAsync(
        IAsyncEnumerable<AudioFrame> audio, SpeechToTextOptions options, CancellationToken cancellationToken) =>
        new ListeningStream(ProviderName.Soniox, position => new SonioxListening(Upgrade(), options, position), transport, time)
            .RunAsync(audio, options.Format, cancellationToken);

    private SocketRequest Upgrade() => new()
    {
        Address = endpoints.For(key).Socket(SonioxListening.Path),
        Authorize = headers => KeyHeader.Scheme("Bearer").Put(headers, key),
        Refused = SonioxErrors.Refused,
    };
}

internal sealed class SonioxFactory(ProviderEndpoints endpoints, ProviderTransports transports, TimeProvider time) : ISpeechToTextFactory
{
    public ProviderName Provider => ProviderName.Soniox;

    public ISpeechToText Create(KeyLease key) => new SonioxSpeechToText(key, endpoints, transports.For(key), time);
}
