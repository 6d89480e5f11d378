using VoiceAgent.Web.Hosting;

namespace VoiceAgent.Web.Components.Layout;

/// <summary>Says that the providers are simulated.</summary>
public sealed partial class SandboxChip(ISandboxCalls sandbox)
{
    private bool IsShown => sandbox.IsAvailable;
}
