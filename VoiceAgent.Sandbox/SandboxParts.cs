using VoiceAgent.Sandbox.Control;
using VoiceAgent.Sandbox.Telnyx;

namespace VoiceAgent.Sandbox;

/// <summary>Everything the sandbox serves.</summary>
internal static class SandboxParts
{
    public static IEnumerable<ISandboxPart> All(SandboxState state) =>
    [
        new TelnyxPart(state, state.Telnyx),
        new ControlPart(state),
    ];
}
