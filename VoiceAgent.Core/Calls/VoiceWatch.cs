using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Calls;

/// <summary>
/// Turns voice activity on the caller's audio into events, each dated back to when the sound began, paused or ended. A pause is told before
/// it is known whether the voice has stopped: whoever knows more than the silence need not wait for that.
/// </summary>
/// <param name="detector">What tells voice from silence.</param>
/// <param name="sustainedAfter">Voice after which <see cref="ConversationEvent.VoiceSustained"/> is told.</param>
/// <param name="sounds">Tells <see cref="ConversationEvent.SoundStarted"/>; null tells none.</param>
internal sealed class VoiceWatch(IVoiceActivityDetector detector, TimeSpan sustainedAfter, SoundOnset? sounds = null)
{
    // Longer than the gap within a word, shorter than the time in which a provider settles its words.
    private static readonly TimeSpan PauseAfter = TimeSpan.FromMilliseconds(80);

    private bool _isPauseTold;
    private bool _isSustainedTold;
    private TimeSpan _voicedBefore;

    /// <summary>Takes in a frame that has arrived just now.</summary>
    public void Hear<T>(AudioFrame frame, T receiver, Func<T, TimeSpan> now, Action<T, ConversationEvent> post)
    {
        var wasActive = IsActive;
        if (sounds is not null && sounds.BeginsIn(frame) && !wasActive)
        {
            post(receiver, new ConversationEvent.SoundStarted());
        }

        detector.Process(frame);
        if (IsActive)
        {
            if (!wasActive)
            {
                (_isSustainedTold, _isPauseTold, _voicedBefore) = (false, false, TimeSpan.Zero);
                post(receiver, new ConversationEvent.VoiceStarted(now(receiver) - (detector.Position - detector.SpeechStart)));
            }

            FollowPauses(receiver, now, post);
            if (!_isSustainedTold && detector.VoicedDuration - _voicedBefore >= sustainedAfter)
            {
                _isSustainedTold = true;
                post(receiver, new ConversationEvent.VoiceSustained());
            }
        }
        else if (wasActive)
        {
            post(receiver, new ConversationEvent.VoiceStopped(now(receiver) - (detector.Position - detector.SpeechEnd)));
        }
    }

    private bool IsActive => detector.Activity is VoiceActivity.Speaking or VoiceActivity.Stopping;

    private void FollowPauses<T>(T receiver, Func<T, TimeSpan> now, Action<T, ConversationEvent> post)
    {
        if (detector.Activity is VoiceActivity.Stopping && !_isPauseTold && detector.Position - detector.SpeechEnd >= PauseAfter)
        {
            _isPauseTold = true;
            post(receiver, new ConversationEvent.VoicePaused(now(receiver) - (detector.Position - detector.SpeechEnd)));
        }
        else if (detector.Activity is VoiceActivity.Speaking && _isPauseTold)
        {
            (_isPauseTold, _isSustainedTold, _voicedBefore) = (false, false, detector.VoicedDuration);
            post(receiver, new ConversationEvent.VoiceWentOn());
        }
    }
}
