using VoiceAgent.Core.Adapters.Listening;
using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Adapters.Deepgram;

/// <summary>A session of <c>/v1/listen</c>: the nova models, which count silence.</summary>
internal sealed class NovaListening(SocketRequest upgrade, SpeechToTextOptions options, AudioPosition position) : IListeningProtocol
{
    private readonly DeepgramTranscript _transcript = new(position);

    public SocketRequest Upgrade => upgrade;

    public ListeningWire Wire { get; } = new()
    {
        Format = options.Format,
        KeepAlive = DeepgramProtocol.KeepAlive,
        KeepAliveAfter = DeepgramProtocol.KeepAliveAfter,
        Ending = [DeepgramProtocol.CloseStream],
    };

    public bool IsReady => true;

    public bool HasOpenWords => _transcript.HasOpenWords;

    public bool IsFinished { get; private set; }

    public TimeSpan? RenewAfter => null;

    public void Read(ReadOnlySpan<byte> message, List<SpeechEvent> events)
    {
        var read = DeepgramProtocol.Parse(message);
        IsFinished |= read is MetadataMessage;
        if (_transcript.Apply(read) is { } speech)
        {
            events.Add(speech);
        }
    }

    /// <summary>Nothing is left: the server settles every word before it closes.</summary>
    public void Finish(List<SpeechEvent> events)
    {
    }

    public ProviderException Closed(SocketClose close) => DeepgramErrors.Closed(close);
}
