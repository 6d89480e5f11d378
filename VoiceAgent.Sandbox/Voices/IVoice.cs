namespace VoiceAgent.Sandbox.Voices;

/// <summary>Makes speech for the simulated caller and for the simulated text-to-speech provider.</summary>
public interface IVoice
{
    /// <summary>Which voice this is: flite, espeak-ng or built-in.</summary>
    string Name { get; }

    Task<SynthesizedSpeech> SpeakAsync(string text, CancellationToken cancellationToken);
}

/// <summary>Speech and its words.</summary>
/// <param name="Samples">Signed 16-bit mono at 8 kHz.</param>
/// <param name="Words">In order; times from the first sample.</param>
public sealed record SynthesizedSpeech(short[] Samples, IReadOnlyList<SynthesizedWord> Words);

/// <summary>A word of the text as written, punctuation included, and where its sound is.</summary>
public sealed record SynthesizedWord(string Text, TimeSpan Start, TimeSpan End);
