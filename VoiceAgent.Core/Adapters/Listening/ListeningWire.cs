using VoiceAgent.Core.Audio;

namespace VoiceAgent.Core.Adapters.Listening;

/// <summary>How audio goes to a provider.</summary>
internal sealed record ListeningWire
{
    /// <summary>What the provider is told that it gets: the stream's own format, or 16-bit samples of the same rate.</summary>
    public required AudioFormat Format { get; init; }

    /// <summary>First text message; empty for none.</summary>
    public ReadOnlyMemory<byte> Start { get; init; }

    /// <summary>Length of a binary message; zero sends each frame as it comes.</summary>
    public TimeSpan Piece { get; init; }

    /// <summary>Whether the last message is filled up with silence to the length of the others.</summary>
    public bool PadsLastPiece { get; init; }

    /// <summary>Text message that keeps a session open while no audio comes; empty where the socket's own pings do.</summary>
    public ReadOnlyMemory<byte> KeepAlive { get; init; }

    public TimeSpan KeepAliveAfter { get; init; }

    /// <summary>Whether a session that got no audio is ended like any other; otherwise it is just closed.</summary>
    public bool EndsWithoutAudio { get; init; } = true;

    /// <summary>Text messages that end the audio; an empty one is sent as such.</summary>
    public required IReadOnlyList<ReadOnlyMemory<byte>> Ending { get; init; }
}
