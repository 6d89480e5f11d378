using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Adapters.Listening;

/// <summary>
/// One provider's streaming speech-to-text protocol, for one session: pure translation, no connection. The members of state are written
/// by the receiving task and may be read from others.
/// </summary>
internal interface IListeningProtocol
{
    SocketRequest Upgrade { get; }

    ListeningWire Wire { get; }

    /// <summary>Whether audio may be sent; until then messages are read first.</summary>
    bool IsReady { get; }

    /// <summary>Whether words have been heard that are neither settled nor followed by an end of speech.</summary>
    bool HasOpenWords { get; }

    /// <summary>Whether the provider has said that everything is settled.</summary>
    bool IsFinished { get; }

    /// <summary>How long after its opening another session has to take over, at a pause; null where sessions have no end.</summary>
    TimeSpan? RenewAfter { get; }

    /// <summary>Translates one text message and appends what it says of speech; throws <see cref="ProviderException"/> when it tells of trouble.</summary>
    void Read(ReadOnlySpan<byte> message, List<SpeechEvent> events);

    /// <summary>The session has ended as it should: words still open become final.</summary>
    void Finish(List<SpeechEvent> events);

    /// <summary>The error of a close that was not asked for.</summary>
    ProviderException Closed(SocketClose close);
}
