using Microsoft.Extensions.Options;

namespace VoiceAgent.Web.Hosting.Settings;

/// <summary>Where settings come from and that they are checked before the server starts.</summary>
internal static class SettingsServices
{
    /// <summary>
    /// Settings files lie beside the program (the repository's <c>appsettings.json</c> is copied there), whatever the current directory
    /// is. Environment variables override them, the command line overrides both. Relative paths in settings are relative to the current directory.
    /// </summary>
    public static WebApplicationOptions HostOptions(string[] args) => new()
    {
        Args = args,
        ApplicationName = typeof(WebApp).Assembly.GetName().Name,
        ContentRootPath = AppContext.BaseDirectory,
    };

    public static IServiceCollection AddHostSettings(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IValidateOptions<HostingOptions>, HostingOptionsValidator>();
        services.AddOptions<HostingOptions>().Bind(configuration.GetSection(HostingOptions.SectionName)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PublicAddressOptions>, PublicAddressOptionsValidator>();
        services.AddOptions<PublicAddressOptions>().Bind(configuration).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SandboxModeOptions>, SandboxModeOptionsValidator>();
        services.AddOptions<SandboxModeOptions>().Bind(configuration.GetSection(SandboxModeOptions.SectionName)).ValidateOnStart();
        services.AddSingleton<PublicAddress>();
        return services;
    }
}
