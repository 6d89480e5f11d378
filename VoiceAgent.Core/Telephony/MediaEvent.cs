using VoiceAgent.Core.Audio;

namespace VoiceAgent.Core.Telephony;

/// <summary>What arrives on a call's media stream.</summary>
public abstract record MediaEvent
{
    /// <summary>Caller audio, in order. The event and its frame's bytes are valid until the next event is asked for.</summary>
    public sealed record Audio(AudioFrame Frame) : MediaEvent
    {
        /// <summary>Set anew by a stream that uses one event for all of its audio.</summary>
        public AudioFrame Frame { get; internal set; } = Frame;
    }

    /// <summary>The caller pressed a key.</summary>
    /// <param name="Digit">0-9, *, #, A-D.</param>
    /// <param name="Sequence">The carrier's number, greater for later keys and the same for a repetition; 0 is none.</param>
    public sealed record Dtmf(char Digit, long Sequence = 0) : MediaEvent;

    /// <summary>
    /// The carrier returns a mark. It has played the audio before it only if no clear was sent since: a clear returns every
    /// queued mark at once.
    /// </summary>
    public sealed record MarkReturned(string Name) : MediaEvent;

    /// <summary>The far end hung up or the stream was stopped; nothing follows.</summary>
    public sealed record Stopped : MediaEvent;
}
