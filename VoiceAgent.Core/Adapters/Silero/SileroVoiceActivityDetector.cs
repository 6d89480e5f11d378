using System.Numerics.Tensors;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Adapters.Silero;

/// <summary>
/// Voice activity by Silero on telephone audio at 8 kHz, in windows of 32 ms: voice from a probability of 0.4 on, until it falls below
/// 0.3. One window of voice starts speech, because the model already tells clicks from voices; 200 ms without stop it. Silence that
/// lasts is passed over without the model. The numbers are measured: see docs/performance.md.
/// </summary>
internal sealed class SileroVoiceActivityDetector : IVoiceActivityDetector
{
    private const float VoiceFrom = 0.4f;
    private const float VoiceUntil = 0.3f;

    // −55 dBFS, well below the softest voice of a telephone line and above the noise of a quiet one.
    private const float QuietPower = 3.2e-6f;

    // The model goes on listening for so long after it was sure of silence, 256 ms.
    private const int SureWindows = 8;
    private const float SureOfSilence = 0.1f;

    // The model hears a voice for up to 130 ms after its end. The end is in the last window that is no more than 35 dB softer than the loudest.
    private const float SoftestOfLoudest = 3.2e-4f;

    private static readonly TimeSpan WindowDuration = TimeSpan.FromSeconds((double)SileroModel.WindowLength / SileroModel.SampleRate);

    private readonly VoiceActivityTracker _tracker = new(WindowDuration, TimeSpan.FromMilliseconds(200));
    private readonly ISileroStream _stream;
    private readonly AudioFormat _format;
    private int _filled;
    private bool _isVoice;
    private int _sure;
    private float _loudest;

    /// <param name="model">Shared by every call; not disposed here.</param>
    /// <param name="format">8 kHz in any encoding.</param>
    public SileroVoiceActivityDetector(SileroModel model, AudioFormat format)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(format.SampleRate, SileroModel.SampleRate);
        _stream = model.Open();
        _format = format;
    }

    public VoiceActivity Activity => _tracker.Activity;

    public TimeSpan Position => _tracker.Position;

    public TimeSpan SpeechStart => _tracker.SpeechStart;

    public TimeSpan SpeechEnd => _tracker.SpeechEnd;

    public TimeSpan VoicedDuration => _tracker.VoicedDuration;

    public VoiceActivity Process(AudioFrame frame)
    {
        var data = frame.Data.Span;
        var size = _format.BytesPerSample;
        while (data.Length >= size)
        {
            var count = Math.Min(data.Length / size, SileroModel.WindowLength - _filled);
            Decode(data[..(count * size)], _stream.Window.Slice(_filled, count));
            data = data[(count * size)..];
            _filled += count;
            if (_filled == SileroModel.WindowLength)
            {
                _filled = 0;
                var power = TensorPrimitives.SumOfSquares<float>(_stream.Window) / SileroModel.WindowLength;
                _isVoice = IsVoice(power);
                _tracker.Step(_isVoice, WindowDuration, IsHeard(power));
            }
        }

        return Activity;
    }

    public void Dispose() => _stream.Dispose();

    // Most of a call the caller listens: silence that has lasted needs no model to be told from a voice.
    private bool IsVoice(float power)
    {
        if (_sure >= SureWindows && power < QuietPower)
        {
            _stream.Pass();
            return false;
        }

        var probability = _stream.Judge();
        _sure = probability < SureOfSilence ? _sure + 1 : 0;
        return probability >= (_isVoice ? VoiceUntil : VoiceFrom);
    }

    private bool IsHeard(float power)
    {
        _loudest = Activity is VoiceActivity.Quiet ? power : Math.Max(_loudest, power);
        return power >= QuietPower && power >= _loudest * SoftestOfLoudest;
    }

    private void Decode(ReadOnlySpan<byte> data, Span<float> samples)
    {
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = _format.Decode(data[(i * _format.BytesPerSample)..]) / 32768f;
        }
    }
}
