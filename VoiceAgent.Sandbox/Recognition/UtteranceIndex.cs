using VoiceAgent.Sandbox.Voices;

namespace VoiceAgent.Sandbox.Recognition;

/// <summary>
/// What the simulated callers of this process say, found again by its sound: the simulated speech-to-text providers recognise the
/// audio they receive word for word by looking it up here. Thread-safe.
/// </summary>
public sealed class UtteranceIndex
{
    /// <summary>Remembers an utterance, of which any 20 ms piece that is not silence can be found again.</summary>
    /// <param name="speech">The utterance before the carrier's codec; both G.711 codecs are found.</param>
    public void Register(SynthesizedSpeech speech) => throw new NotImplementedException();
}
