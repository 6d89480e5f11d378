using VoiceAgent.Core.Audio;

namespace VoiceAgent.Core.Speech;

/// <summary>
/// Voice activity on telephone audio by loudness over an adaptive noise floor and by periodicity. Voice is what is either loud
/// (−30 dBFS and 12 dB over the floor) or at least 6 dB over the floor and has a pitch between 80 and 400 Hz: comfort noise, which
/// comes at −35 to −60 dBFS and may begin at any moment, is neither. Blocks of 20 ms; 60 ms of voice start speech, 200 ms without
/// stop it. No allocation per frame.
/// </summary>
public sealed class EnergyVoiceActivityDetector : IVoiceActivityDetector
{
    private const double LoudDb = -30;
    private const double LoudOverFloorDb = 12;
    private const double SoftestDb = -48;
    private const double PitchedOverFloorDb = 6;
    private const float PitchCorrelation = 0.55f;
    private const double LowestFloorDb = -65;

    private static readonly TimeSpan StartAfter = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan StopAfter = TimeSpan.FromMilliseconds(200);

    private readonly VoiceActivityTracker _tracker = new(StartAfter, StopAfter);
    private readonly AudioFormat _format;
    private readonly TimeSpan _blockDuration;
    private readonly int _shortestLag;
    private readonly int _longestLag;

    // The block being filled, after one block of the past that periodicity looks back into.
    private readonly float[] _samples;
    private readonly int _blockLength;
    private int _filled;
    private double _floorDb = -50;

    public EnergyVoiceActivityDetector(AudioFormat format)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(format.SampleRate, 8000);
        _format = format;
        _blockLength = format.SampleRate / 50;
        _blockDuration = TimeSpan.FromMilliseconds(20);
        _shortestLag = format.SampleRate / 400;
        _longestLag = format.SampleRate / 80;
        _samples = new float[2 * _blockLength];
    }

    public VoiceActivity Activity => _tracker.Activity;

    public TimeSpan Position => _tracker.Position;

    public TimeSpan SpeechStart => _tracker.SpeechStart;

    public TimeSpan SpeechEnd => _tracker.SpeechEnd;

    public TimeSpan VoicedDuration => _tracker.VoicedDuration;

    public VoiceActivity Process(AudioFrame frame)
    {
        var data = frame.Data.Span;
        for (var offset = 0; offset + _format.BytesPerSample <= data.Length; offset += _format.BytesPerSample)
        {
            _samples[_blockLength + _filled++] = _format.Decode(data[offset..]) / 32768f;
            if (_filled == _blockLength)
            {
                Judge();
                _samples.AsSpan(_blockLength).CopyTo(_samples);
                _filled = 0;
            }
        }

        return Activity;
    }

    public void Dispose()
    {
        // Holds nothing but memory.
    }

    private void Judge()
    {
        var power = 0f;
        foreach (var sample in _samples.AsSpan(_blockLength))
        {
            power += sample * sample;
        }

        var level = 10 * Math.Log10((power / _blockLength) + 1e-10);
        var isVoice = (level >= LoudDb && level >= _floorDb + LoudOverFloorDb)
            || (level >= SoftestDb && level >= _floorDb + PitchedOverFloorDb && HasPitch(power));
        FollowFloor(level, isVoice);
        _tracker.Step(isVoice, _blockDuration);
    }

    // Down at once, up by 20 dB a second in noise and by 1 dB a second under voice, so that endless voice turns out to be noise.
    private void FollowFloor(double level, bool isVoice)
    {
        var rise = isVoice ? 0.02 : 0.4;
        _floorDb = Math.Max(LowestFloorDb, level < _floorDb ? _floorDb + ((level - _floorDb) * 0.3) : Math.Min(level, _floorDb + rise));
    }

    private bool HasPitch(float power)
    {
        for (var lag = _shortestLag; lag <= _longestLag; lag++)
        {
            var product = 0f;
            var pastPower = 0f;
            for (var i = _blockLength; i < _samples.Length; i++)
            {
                product += _samples[i] * _samples[i - lag];
                pastPower += _samples[i - lag] * _samples[i - lag];
            }

            if (product > PitchCorrelation * MathF.Sqrt(power * pastPower) && product > 0)
            {
                return true;
            }
        }

        return false;
    }
}
