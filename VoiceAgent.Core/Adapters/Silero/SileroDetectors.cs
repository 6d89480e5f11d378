using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Adapters.Silero;

/// <summary>Detectors on one model for the whole process. Streams of another rate than 8 kHz get the built-in detector.</summary>
internal sealed class SileroDetectors(SileroModel model) : IVoiceActivityDetectors, IDisposable
{
    public string Name => "silero";

    public string? Limitation => null;

    /// <summary>The model where its weights are beside the program, else the built-in detector, which says why.</summary>
    public static IVoiceActivityDetectors Load(string path) =>
        SileroWeights.Read(path, out var problem) is { } weights
            ? new SileroDetectors(new SileroModel(weights))
            : new EnergyVoiceActivityDetectors(problem);

    public IVoiceActivityDetector Create(AudioFormat format) =>
        format.SampleRate == SileroModel.SampleRate ? new SileroVoiceActivityDetector(model, format) : new EnergyVoiceActivityDetector(format);

    public void Dispose() => model.Dispose();
}
