using VoiceAgent.Sandbox.Deepgram;
using VoiceAgent.Sandbox.ElevenLabs;
using VoiceAgent.Sandbox.OpenAI;

namespace VoiceAgent.Sandbox;

/// <summary>Everything the sandbox serves.</summary>
internal static class SandboxParts
{
    public static IEnumerable<ISandboxPart> All(SandboxState state) =>
    [
        new DeepgramPart(state),
        new OpenAIPart(state),
        new ElevenLabsPart(state),
    ];
}
