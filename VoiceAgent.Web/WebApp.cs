using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;
using MudBlazor.Services;
using VoiceAgent.Core;
using VoiceAgent.Core.Keys;
using VoiceAgent.Web.Api;
using VoiceAgent.Web.Components;
using VoiceAgent.Web.Endpoints;
using VoiceAgent.Web.Hosting;
using VoiceAgent.Web.Hosting.Connections;
using VoiceAgent.Web.Hosting.Health;
using VoiceAgent.Web.Hosting.Passkeys;
using VoiceAgent.Web.Hosting.Sandbox;
using VoiceAgent.Web.Hosting.Security;
using VoiceAgent.Web.Hosting.Sessions;
using VoiceAgent.Web.Hosting.Settings;
using VoiceAgent.Web.Hosting.SignIn;

namespace VoiceAgent.Web;

/// <summary>Builds the whole application; tests build it the same way with their own settings.</summary>
public static class WebApp
{
    private const int LargestRequestBody = 1024 * 1024;
    private const int LargestCircuitMessage = 64 * 1024;

    /// <summary>Throws <see cref="OptionsValidationException"/> or an aggregate of them when settings are not valid.</summary>
    /// <param name="args">Command-line settings, such as <c>--urls</c> or <c>--Storage:Path</c>.</param>
    /// <param name="configure">Last word on services and settings, for tests.</param>
    public static WebApplication Create(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(SettingsServices.HostOptions(args));
        ConfigureServer(builder);
        builder.Services.AddRazorComponents().AddInteractiveServerComponents().AddHubOptions(hub =>
        {
            hub.MaximumReceiveMessageSize = LargestCircuitMessage;
            hub.LimitCircuits();
        });
        builder.Services.AddCircuits();
        builder.Services.AddMudServices();
        builder.Services.AddSandbox(builder.Configuration);
        builder.Services.AddVoiceAgentCore(builder.Configuration);
        builder.Services.AddTelephonyEndpoints();
        builder.Services.AddHostSettings(builder.Configuration);
        builder.Services.AddVaultDataProtection();
        builder.Services.AddSignIn();
        builder.Services.AddApi();
        builder.Services.AddRateLimits();
        builder.Services.AddHealth();
        builder.Services.AddTelemetry(builder.Configuration);
        configure?.Invoke(builder);

        var app = builder.Build();
        app.Services.GetService<IStartupValidator>()?.Validate();
        UseMiddleware(app);
        app.MapStaticAssets();
        app.MapHealth();
        app.MapSignOut();
        app.MapPasskeys();
        app.MapTelephony();
        app.MapApi();
        app.MapKeyForm();
        app.MapCallLog();
        app.MapVoicePreview();
        app.MapSandbox();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(server => server.ContentSecurityFrameAncestorsPolicy = null);
        return app;
    }

    private static void ConfigureServer(WebApplicationBuilder builder)
    {
        // Also outside Development, where an application that was built but not published would have no styles.
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = LargestRequestBody;
            if (SocketThreads.AreUsed(builder.Configuration))
            {
                server.ConfigureEndpointDefaults(SocketThreads.LeaveSocketThread);
            }
        });

        // A frame goes from its socket through to the call on one thread: nothing of a call blocks one. A buffer a connection is little; a
        // second read of each frame is not.
        builder.Services.Configure<SocketTransportOptions>(sockets =>
        {
            sockets.UnsafePreferInlineScheduling = true;
            sockets.WaitForDataBeforeAllocatingBuffer = false;
        });

        // Whoever asks for health gets the answer; a locked vault, logged once at start, would otherwise be logged with every probe.
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        builder.Services.AddSingleton<IPostConfigureOptions<LoggerFilterOptions>, PinnedLogLevels>();
        builder.Services.AddSingleton<IConfigureOptions<ForwardedHeadersOptions>, ProxyHeaders>();
        builder.Services.AddSingleton<Components.Agents.Tools.ToolServices>();
    }

    private static void UseMiddleware(WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseSecurityHeaders();
        if (!app.Environment.IsDevelopment())
        {
            app.UseExceptionHandler("/error", createScopeForErrors: true);
            app.UseHsts();
        }

        app.UseNotFoundPage();
        app.UseApiEdge();
        app.UseWebSockets();
        app.UseBodyLimit();
        app.UseCircuitOriginCheck();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
    }
}
