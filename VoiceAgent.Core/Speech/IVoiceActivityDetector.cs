using VoiceAgent.Core.Audio;

namespace VoiceAgent.Core.Speech;

/// <summary>Tells voice from silence in one audio stream. Positions are counted in the audio it was given. Not thread-safe.</summary>
public interface IVoiceActivityDetector : IDisposable
{
    /// <summary>What the last frame left it in.</summary>
    VoiceActivity Activity { get; }

    /// <summary>End of the last frame.</summary>
    TimeSpan Position { get; }

    /// <summary>Begin of the speech now or last heard.</summary>
    TimeSpan SpeechStart { get; }

    /// <summary>End of the voice last heard.</summary>
    TimeSpan SpeechEnd { get; }

    /// <summary>How much voice there was since <see cref="SpeechStart"/>, pauses not counted.</summary>
    TimeSpan VoicedDuration { get; }

    /// <summary>Takes in the next frame, of any length.</summary>
    VoiceActivity Process(AudioFrame frame);
}

/// <summary>Whether somebody speaks. Starting may turn out a click, Stopping a pause between words.</summary>
public enum VoiceActivity
{
    Quiet,
    Starting,
    Speaking,
    Stopping,
}
