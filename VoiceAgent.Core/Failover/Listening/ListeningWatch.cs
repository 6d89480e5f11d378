using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Failover.Listening;

/// <summary>
/// Judges from the caller's own voice whether speech-to-text ought to have reported something by now. Counts in audio, not in time. Every
/// suspicion that proved wrong makes the next one slower, until something is reported again: a line may be noisy. Thread-safe.
/// </summary>
internal sealed class ListeningWatch(AudioFormat format, LivenessOptions options) : IDisposable
{
    // Less voice than this may be a cough.
    private static readonly TimeSpan LeastVoice = TimeSpan.FromMilliseconds(300);

    // A word begins more softly than our ear notices.
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(200);

    // Words are settled about so long after they were said.
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(700);

    private const int MostPatience = 32;

    private readonly Lock _gate = new();
    private readonly EnergyVoiceActivityDetector _ear = new(format);
    private TimeSpan _voice;
    private TimeSpan _firstVoiceAt;
    private TimeSpan _lastVoiceAt;
    private bool _isUnsettled;
    private int _patience = 1;

    public void Dispose() => _ear.Dispose();

    /// <summary>Up to where words are settled that speech-to-text settles just now, without telling their place.</summary>
    public TimeSpan SettledTo(bool isEndOfSpeech)
    {
        lock (_gate)
        {
            return !IsVoice ? _ear.Position : isEndOfSpeech ? _ear.SpeechStart - Margin : _ear.Position - Delay;
        }
    }

    private bool IsVoice => _ear.Activity is VoiceActivity.Speaking or VoiceActivity.Stopping;

    /// <summary>Takes in the caller's audio; true when a report is overdue.</summary>
    public bool Hear(AudioFrame frame)
    {
        lock (_gate)
        {
            var voicedBefore = _ear.VoicedDuration;
            var before = _ear.Position;
            _ear.Process(frame);
            if (_ear.Activity is VoiceActivity.Speaking)
            {
                if (_voice == TimeSpan.Zero)
                {
                    _firstVoiceAt = before;
                }

                _voice += _ear.VoicedDuration > voicedBefore ? _ear.VoicedDuration - voicedBefore : TimeSpan.Zero;
                _lastVoiceAt = _ear.Position;
            }

            if (_voice < LeastVoice && !_isUnsettled)
            {
                return false;
            }

            var isUnreported = _voice >= LeastVoice && _ear.Position - _firstVoiceAt >= _patience * options.SpeechUnreported;
            var isUnsettled = !IsVoice && _ear.Position - _lastVoiceAt >= _patience * options.SpeechUnsettled;
            return isUnreported || isUnsettled;
        }
    }

    /// <summary>Speech-to-text reported something.</summary>
    /// <param name="isUnsettled">Whether words are still to be settled after it.</param>
    public void Reported(bool isUnsettled)
    {
        lock (_gate)
        {
            Forget();
            _isUnsettled = isUnsettled;
            _lastVoiceAt = IsVoice ? _ear.Position : Later(_lastVoiceAt, _ear.Position - (options.SpeechUnsettled / 2));
            _patience = 1;
        }
    }

    /// <summary>The suspicion is being followed up: the same voice is no reason for another one.</summary>
    public void Suspected()
    {
        lock (_gate)
        {
            Forget();
            _isUnsettled = false;
            _patience = Math.Min(MostPatience, 2 * _patience);
        }
    }

    private void Forget() => _voice = TimeSpan.Zero;

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
