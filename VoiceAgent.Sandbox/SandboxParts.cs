using VoiceAgent.Sandbox.Control;
using VoiceAgent.Sandbox.Deepgram;
using VoiceAgent.Sandbox.ElevenLabs;
using VoiceAgent.Sandbox.OpenAI;
using VoiceAgent.Sandbox.Telnyx;

namespace VoiceAgent.Sandbox;

/// <summary>Everything the sandbox serves.</summary>
internal static class SandboxParts
{
    public static IEnumerable<ISandboxPart> All(SandboxState state) =>
    [
        new DeepgramPart(state),
        new OpenAIPart(state),
        new ElevenLabsPart(state),
        new TelnyxPart(state, state.Telnyx),
        new ControlPart(state),
    ];
}
