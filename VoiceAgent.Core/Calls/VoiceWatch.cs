using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Calls;

/// <summary>Turns voice activity on the caller's audio into events, each dated back to when the sound began or ended.</summary>
internal sealed class VoiceWatch(IVoiceActivityDetector detector, TimeSpan sustainedAfter)
{
    private bool _isSustainedTold;

    /// <summary>Takes in a frame that has arrived just now.</summary>
    public void Hear<T>(AudioFrame frame, T receiver, Func<T, TimeSpan> now, Action<T, ConversationEvent> post)
    {
        var wasActive = IsActive;
        detector.Process(frame);
        if (IsActive)
        {
            if (!wasActive)
            {
                _isSustainedTold = false;
                post(receiver, new ConversationEvent.VoiceStarted(now(receiver) - (detector.Position - detector.SpeechStart)));
            }

            if (!_isSustainedTold && detector.VoicedDuration >= sustainedAfter)
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
}
