namespace VoiceAgent.Web.Hosting.Sandbox;

/// <summary>Settings of the sandbox (section <c>Sandbox</c>).</summary>
internal sealed class SandboxSettings
{
    public const string SectionName = "Sandbox";

    /// <summary>Whether the providers are simulated. Refused in Production.</summary>
    public bool Enabled { get; set; }

    /// <summary>Port of the simulators on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; set; }

    /// <summary>Whether the simulators take as long as real providers typically do.</summary>
    public bool RealisticDelays { get; set; } = true;
}
