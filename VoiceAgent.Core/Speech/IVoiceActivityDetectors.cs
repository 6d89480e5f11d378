using VoiceAgent.Core.Audio;

namespace VoiceAgent.Core.Speech;

/// <summary>Makes the detector of a call's audio. One for the process, used from many calls at once.</summary>
public interface IVoiceActivityDetectors
{
    /// <summary>What listens, in one word for the health page.</summary>
    string Name { get; }

    /// <summary>Why this one and no better one; null when there is no better one.</summary>
    string? Limitation { get; }

    /// <summary>A detector for one stream; the caller disposes it.</summary>
    IVoiceActivityDetector Create(AudioFormat format);
}
