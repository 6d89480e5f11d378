using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Calls.Speaking;
using VoiceAgent.Core.Conversations;

namespace VoiceAgent.Core.Calls;

/// <content>What is different in a call that was made.</content>
public sealed partial class CallSession
{
    // A voicemail is reached within this time or not at all.
    private static readonly TimeSpan ListenForTones = TimeSpan.FromSeconds(90);

    private ToneDetector? NewToneDetector() => SessionSettings.IsOutgoing(_setup) ? new ToneDetector() : null;

    private void HearTone(ToneDetector? tones, AudioFrame frame)
    {
        if (tones is not null && Elapsed() < ListenForTones && tones.Process(frame))
        {
            Post(new ConversationEvent.ToneHeard());
        }
    }
}
