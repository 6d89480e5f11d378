namespace VoiceAgent.Sandbox;

/// <summary>Everything the sandbox serves.</summary>
internal static class SandboxParts
{
    public static IEnumerable<ISandboxPart> All(SandboxState state) =>
    [
    ];
}
