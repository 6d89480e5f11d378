using VoiceAgent.Web.Hosting;

namespace VoiceAgent.Web.Components.Home;

/// <summary>What a visitor who is not signed in sees.</summary>
public sealed partial class Welcome(ISandboxCalls sandbox);
