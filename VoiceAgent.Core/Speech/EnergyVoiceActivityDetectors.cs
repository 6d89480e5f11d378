using VoiceAgent.Core.Audio;

namespace VoiceAgent.Core.Speech;

/// <summary>The built-in detector, which needs no weights.</summary>
/// <param name="limitation">Why it stands in for a model.</param>
public sealed class EnergyVoiceActivityDetectors(string? limitation = null) : IVoiceActivityDetectors
{
    public string Name => "built-in";

    public string? Limitation { get; } = limitation;

    public IVoiceActivityDetector Create(AudioFormat format) => new EnergyVoiceActivityDetector(format);
}
