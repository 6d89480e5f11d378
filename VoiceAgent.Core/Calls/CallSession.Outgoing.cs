using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.Conversations.Opening;

namespace VoiceAgent.Core.Calls;

/// <content>What is different in a call that was made.</content>
public sealed partial class CallSession
{
    // A voicemail is reached within this time or not at all.
    private static readonly TimeSpan ListenForTones = TimeSpan.FromSeconds(90);

    private static PickUpOptions? PickUpOf(CallSessionSetup setup)
    {
        var pickUp = setup.Agent.PickUp;
        return !IsOutgoing(setup) ? null : string.IsNullOrWhiteSpace(pickUp.ScreeningAnswer) ? pickUp with { ScreeningAnswer = $"This is {setup.Agent.Name}." } : pickUp;
    }

    private static bool IsOutgoing(CallSessionSetup setup) => setup.Call.Direction is CallDirection.Outbound;

    private ToneDetector? NewToneDetector() => IsOutgoing(_setup) ? new ToneDetector() : null;

    private void HearTone(ToneDetector? tones, AudioFrame frame)
    {
        if (tones is not null && Elapsed() < ListenForTones && tones.Process(frame))
        {
            Post(new ConversationEvent.ToneHeard());
        }
    }
}
