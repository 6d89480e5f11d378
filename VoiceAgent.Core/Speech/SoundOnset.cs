using VoiceAgent.Core.Audio;

namespace VoiceAgent.Core.Speech;

/// <summary>
/// Tells the first frame of a sound that stands out of the line's noise, whatever it is: sooner than voice activity, which listens for longer to
/// know a voice. Not thread-safe.
/// </summary>
public sealed class SoundOnset
{
    // −48 dBFS, the softest beginning of a voice on a telephone line.
    private const float LeastPower = 1.6e-5f;

    // 12 dB.
    private const float OverNoise = 16f;

    // What lasts is noise: the noise heard follows a louder one by 10 dB in a second of 20 ms frames, and a softer one at once.
    private const float NoiseRise = 1.047f;
    private const float LeastNoise = 1e-9f;

    private float? _noise;
    private bool _isSounding;

    /// <summary>Whether a sound begins in the frame.</summary>
    /// <param name="frame">20 ms, as a rule.</param>
    public bool BeginsIn(AudioFrame frame)
    {
        var power = PowerOf(frame);
        var wasSounding = _isSounding;
        var noise = _noise ?? Math.Max(power, LeastNoise);
        _isSounding = power >= LeastPower && power >= noise * OverNoise;
        _noise = Math.Clamp(power, LeastNoise, noise * NoiseRise);
        return _isSounding && !wasSounding;
    }

    private static float PowerOf(AudioFrame frame)
    {
        var data = frame.Data.Span;
        var size = frame.Format.BytesPerSample;
        var sum = 0f;
        for (var at = 0; at + size <= data.Length; at += size)
        {
            var sample = frame.Format.Decode(data[at..]) / 32768f;
            sum += sample * sample;
        }

        return data.Length < size ? 0 : sum / (data.Length / size);
    }
}
