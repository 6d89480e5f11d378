using VoiceAgent.Sandbox.AssemblyAI;
using VoiceAgent.Sandbox.Compatible;
using VoiceAgent.Sandbox.Control;
using VoiceAgent.Sandbox.Deepgram;
using VoiceAgent.Sandbox.Demo;
using VoiceAgent.Sandbox.ElevenLabs;
using VoiceAgent.Sandbox.Grok;
using VoiceAgent.Sandbox.Hume;
using VoiceAgent.Sandbox.OpenAI;
using VoiceAgent.Sandbox.Soniox;
using VoiceAgent.Sandbox.Telnyx;
using VoiceAgent.Sandbox.Tools;

namespace VoiceAgent.Sandbox;

/// <summary>Everything the sandbox serves.</summary>
internal static class SandboxParts
{
    public static IEnumerable<ISandboxPart> All(SandboxState state) =>
    [
        new DeepgramPart(state),
        new SonioxPart(state),
        new AssemblyAIPart(state),
        new OpenAIPart(state),
        new GrokPart(state),
        new CompatiblePart(state),
        new ElevenLabsPart(state),
        new HumePart(state),
        new TelnyxPart(state, state.Telnyx),
        new DemoPart(),
        new ShopToolPart(state),
        new ControlPart(state),
    ];
}
