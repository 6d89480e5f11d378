using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Conversations;

namespace VoiceAgent.Core.Calls;

/// <content>What is different in a call that was made.</content>
public sealed partial class CallSession
{
    // A voicemail is reached within this time or not at all.
    private static readonly TimeSpan ListenForTones = TimeSpan.FromSeconds(90);

    private static ConversationSettings SettingsOf(CallSessionSetup setup)
    {
        var isOutgoing = setup.Call.Direction is CallDirection.Outbound;
        var pickUp = setup.Agent.PickUp;
        return new ConversationSettings
        {
            SystemMessage = AgentPrompt.For(setup.Agent, hasTools: setup.Tools.Definitions.Count > 0, isOutgoing),
            Greeting = setup.Agent.Greeting,
            PickUp = !isOutgoing ? null : string.IsNullOrWhiteSpace(pickUp.ScreeningAnswer) ? pickUp with { ScreeningAnswer = $"This is {setup.Agent.Name}." } : pickUp,
            Turns = setup.Agent.Turns,
        };
    }

    private ToneDetector? NewToneDetector() => _setup.Call.Direction is CallDirection.Outbound ? new ToneDetector() : null;

    private void HearTone(ToneDetector? tones, AudioFrame frame)
    {
        if (tones is not null && Elapsed() < ListenForTones && tones.Process(frame))
        {
            Post(new ConversationEvent.ToneHeard());
        }
    }
}
