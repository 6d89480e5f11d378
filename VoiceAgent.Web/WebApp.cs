using MudBlazor.Services;
using VoiceAgent.Core;
using VoiceAgent.Web.Components;
using VoiceAgent.Web.Hosting;

namespace VoiceAgent.Web;

/// <summary>Builds the whole application; tests build it the same way with their own settings.</summary>
public static class WebApp
{
    /// <param name="args">Command-line settings, such as <c>--urls</c> or <c>--Storage:Path</c>.</param>
    /// <param name="configure">Last word on services and settings, for tests.</param>
    public static WebApplication Create(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.Services.AddMudServices();
        builder.Services.AddVoiceAgentCore(builder.Configuration);
        builder.Services.AddScoped<CurrentAccount>();
        configure?.Invoke(builder);

        var app = builder.Build();
        app.UseAntiforgery();
        app.MapStaticAssets();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        return app;
    }
}
