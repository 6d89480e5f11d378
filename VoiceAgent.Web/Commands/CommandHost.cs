using VoiceAgent.Core;
using VoiceAgent.Core.Keys;
using VoiceAgent.Web.Hosting.Settings;

namespace VoiceAgent.Web.Commands;

/// <summary>
/// The host commands run on: the server's configuration and the core's services, without pages, endpoints and sandbox. It is built and
/// never started.
/// </summary>
internal static class CommandHost
{
    /// <param name="standIn">For a command that only looks: takes the place of a SQLite file that is not there.</param>
    public static IHost Create(string[] settings, Action<IHostApplicationBuilder>? configure, EmptyStorage? standIn = null)
    {
        var builder = WebApplication.CreateBuilder(SettingsServices.HostOptions(settings));

        standIn?.StandInIfMissing(builder.Configuration);

        // Endpoints that calls need are not here, in Development either, where a host checks everything it could make.
        builder.Host.UseDefaultServiceProvider(static provider => provider.ValidateOnBuild = false);
        builder.Logging.ClearProviders();
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.AddFilter((string?)null, LogLevel.Warning);
        builder.Services.AddVoiceAgentCore(builder.Configuration);
        builder.Services.AddVaultDataProtection();
        configure?.Invoke(builder);
        return builder.Build();
    }
}
