using VoiceAgent.Core.Audio;

namespace VoiceAgent.Core.Telephony;

/// <summary>The audio of one call, both ways, whoever carries it. One reader; sends may come from one task at a time.</summary>
public interface IMediaStream
{
    /// <summary>Format of the caller's audio and of the audio to send.</summary>
    AudioFormat Format { get; }

    /// <summary>Everything that arrives, ending after <see cref="MediaEvent.Stopped"/> or when the connection is gone.</summary>
    IAsyncEnumerable<MediaEvent> ReceiveAsync(CancellationToken cancellationToken);

    /// <summary>Queues audio at the carrier, which plays in order. At least 20 ms, at most 30 s.</summary>
    ValueTask SendAudioAsync(ReadOnlyMemory<byte> audio, CancellationToken cancellationToken);

    /// <summary>Asks for <see cref="MediaEvent.MarkReturned"/> once everything sent before has been played.</summary>
    ValueTask SendMarkAsync(string name, CancellationToken cancellationToken);

    /// <summary>Stops playing at once and drops everything queued at the carrier.</summary>
    ValueTask ClearAsync(CancellationToken cancellationToken);
}
