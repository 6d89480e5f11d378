using VoiceAgent.Core.Audio;

namespace VoiceAgent.Sandbox.Telnyx;

/// <summary>The person at the far end of a simulated call.</summary>
internal interface ICaller
{
    /// <summary>
    /// Passes the next 20 ms: what is heard and what is said. The call's media clock asks it from the moment the call is answered
    /// until it ends, once for each 20 ms, on one thread at a time; it must not block.
    /// </summary>
    /// <param name="heard">What the line plays in these 20 ms.</param>
    /// <param name="said">160 samples at 8 kHz to fill with the caller's sound.</param>
    CallerAction Exchange(in HeardFrame heard, Span<short> said);
}

/// <summary>What the caller does besides speaking.</summary>
/// <param name="Key">A key pressed now.</param>
/// <param name="HangsUp">Ends the call; nothing is exchanged afterwards.</param>
internal readonly record struct CallerAction(char? Key, bool HangsUp);

/// <summary>20 ms of what the caller hears.</summary>
internal readonly ref struct HeardFrame
{
    /// <summary>160 bytes as the app sent them, padded with silence; empty when nothing of the app is playing.</summary>
    public ReadOnlySpan<byte> Audio { get; init; }

    /// <summary>Codec of <see cref="Audio"/>.</summary>
    public AudioFormat Format { get; init; }

    /// <summary>Whether the app has cleared the queue since the last frame, while something was playing or queued.</summary>
    public bool Cleared { get; init; }

    /// <summary>Whether the app's media stream is open.</summary>
    public bool StreamOpen { get; init; }

    /// <summary>A key that the app presses in these 20 ms; null presses none.</summary>
    public char? Key { get; init; }
}
