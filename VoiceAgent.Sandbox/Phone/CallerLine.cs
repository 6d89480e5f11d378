using VoiceAgent.Sandbox.Voices;

namespace VoiceAgent.Sandbox.Phone;

/// <summary>A sentence ready to be spoken, 20 ms at a time.</summary>
internal sealed class CallerLine
{
    /// <summary>Samples of a frame: 20 ms at 8 kHz.</summary>
    public const int FrameSamples = 160;

    // Between the comfort noise of a line and quiet speech.
    private const long LoudEnergy = 150L * 150;

    private readonly short[] _samples;

    public CallerLine(string text, SynthesizedSpeech speech)
    {
        Text = text;
        _samples = speech.Samples;
        Frames = (_samples.Length + FrameSamples - 1) / FrameSamples;
        FirstLoud = Enumerable.Range(0, Frames).FirstOrDefault(frame => IsLoud(Frame(frame)));
        AfterLastLoud = Enumerable.Range(0, Frames).LastOrDefault(frame => IsLoud(Frame(frame)), Frames - 1) + 1;
    }

    public string Text { get; }

    public int Frames { get; }

    /// <summary>The frame in which the sound begins.</summary>
    public int FirstLoud { get; }

    /// <summary>The frame before which the sound has ended.</summary>
    public int AfterLastLoud { get; }

    public ReadOnlySpan<short> Frame(int index)
    {
        var start = index * FrameSamples;
        return _samples.AsSpan(start, Math.Min(FrameSamples, _samples.Length - start));
    }

    /// <summary>Whether a frame is more than silence or line noise.</summary>
    public static bool IsLoud(ReadOnlySpan<short> frame)
    {
        var energy = 0L;
        foreach (var sample in frame)
        {
            energy += (long)sample * sample;
        }

        return energy >= LoudEnergy * FrameSamples;
    }
}
