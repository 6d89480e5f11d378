using VoiceAgent.Core.Adapters.Http;
using VoiceAgent.Core.Adapters.Listening;
using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Adapters.Deepgram;

/// <summary>Listens through Deepgram's streaming socket, one for each transcription; the model's name tells which version of it.</summary>
internal sealed class DeepgramSpeechToText(KeyLease key, ProviderEndpoints endpoints, ProviderTransport transport, TimeProvider time) : ISpeechToText
{
    public IAsyncEnumerable<SpeechEvent> TranscribeAsync(
        IAsyncEnumerable<AudioFrame> audio, SpeechToTextOptions options, CancellationToken cancellationToken) =>
        new ListeningStream(ProviderName.Deepgram, position => Listening(options, position), transport, time)
            .RunAsync(audio, options.Format, cancellationToken);

    private IListeningProtocol Listening(SpeechToTextOptions options, AudioPosition position) => FluxListening.Serves(options.Model)
        ? new FluxListening(Upgrade(FluxListening.ListenPath(options)), options, position)
        : new NovaListening(Upgrade(DeepgramProtocol.ListenPath(options)), options, position);

    private SocketRequest Upgrade(string path) => new()
    {
        Address = endpoints.For(key).Socket(path),
        Authorize = headers => KeyHeader.Scheme("Token").Put(headers, key),
        Refused = DeepgramErrors.Refused,
    };
}
