using Microsoft.Extensions.Options;

namespace VoiceAgent.Web.Hosting.Settings;

/// <summary>Whether the simulated providers stand in for the real ones.</summary>
public sealed class SandboxModeOptions
{
    public const string SectionName = "Sandbox";

    /// <summary>Never true in Production.</summary>
    public bool Enabled { get; init; }

    /// <summary>Port of the simulators on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; set; }

    /// <summary>Address of simulators that run elsewhere on this machine (<c>VoiceAgent.Sandbox serve</c>); null runs them in this process.</summary>
    public Uri? Address { get; set; }

    /// <summary>Whether the simulators take as long as real providers typically do.</summary>
    public bool RealisticDelays { get; set; } = true;
}

internal sealed class SandboxModeOptionsValidator(IHostEnvironment environment) : IValidateOptions<SandboxModeOptions>
{
    public ValidateOptionsResult Validate(string? name, SandboxModeOptions options)
    {
        if (options.Enabled && environment.IsProduction())
        {
            return ValidateOptionsResult.Fail(
                "Sandbox:Enabled cannot be true in Production: calls would be answered by simulated providers. "
                + "Turn it off, or start with --environment Development to try VoiceAgent.");
        }

        return options.Address is { } address && (!address.IsAbsoluteUri || address.Scheme != Uri.UriSchemeHttp || !address.IsLoopback)
            ? ValidateOptionsResult.Fail("Sandbox:Address must be an http address of this machine, such as http://127.0.0.1:5090.")
            : ValidateOptionsResult.Success;
    }
}
