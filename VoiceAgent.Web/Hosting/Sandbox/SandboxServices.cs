using System.Net;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Identity;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Accounts.Sessions;
using VoiceAgent.Core.Providers;
using VoiceAgent.Web.Hosting.Settings;

namespace VoiceAgent.Web.Hosting.Sandbox;

/// <summary>Everything of the sandbox in the web app: nothing of it is registered or mapped where it is not enabled.</summary>
internal static class SandboxServices
{
    public static bool IsSandboxEnabled(this IConfiguration configuration) =>
        configuration.GetValue<bool>($"{SandboxModeOptions.SectionName}:{nameof(SandboxModeOptions.Enabled)}");

    /// <summary>To be called before the services that the sandbox takes the place of, or that start later than it, are added.</summary>
    public static IServiceCollection AddSandbox(this IServiceCollection services, IConfiguration configuration)
    {
        if (!configuration.IsSandboxEnabled())
        {
            return services.AddSingleton<ISandboxCalls, NoSandboxCalls>();
        }

        services.AddSingleton<SandboxEndpoints>();
        services.AddSingleton(provider =>
        {
            var simulated = provider.GetRequiredService<SandboxEndpoints>();
            return new ProviderEndpoints(simulated.Overrides, simulated.Servers, ProviderEndpointSettings.Read(configuration).Servers);
        });
        services.AddSingleton<SandboxHost>();
        services.AddHostedService(provider => provider.GetRequiredService<SandboxHost>());
        services.AddSingleton<SandboxCalls>();
        services.AddSingleton<ISandboxCalls>(provider => provider.GetRequiredService<SandboxCalls>());
        services.AddSingleton<DemoGate>();
        services.AddSingleton<DemoTools>();
        services.AddScoped<DemoAccount>();
        services.AddScoped<TrialAccounts>();
        return services;
    }

    public static void MapSandbox(this WebApplication app)
    {
        if (!app.Configuration.IsSandboxEnabled())
        {
            return;
        }

        app.MapPost("/sandbox/try", static async (HttpContext context, IAntiforgery antiforgery, DemoAccount demo, SignInManager<UserIdentity> signIn, CancellationToken cancellationToken) =>
        {
            if (!await antiforgery.IsRequestValidAsync(context))
            {
                return Results.BadRequest();
            }

            await signIn.SignInAsync(await demo.EnsureAsync(cancellationToken), isPersistent: false, nameof(SignInMethod.Sandbox));
            return Results.LocalRedirect("/calls/live");
        }).AllowAnonymous();

        // For the command line of the sandbox, which asks which number to call and where the simulators are.
        app.MapPost("/sandbox/demo", static async (HttpContext context, DemoAccount demo, SandboxCalls calls, SandboxHost host, CancellationToken cancellationToken) =>
        {
            if (context.Connection.RemoteIpAddress is not { } remote || !IPAddress.IsLoopback(remote))
            {
                return Results.NotFound();
            }

            var isLoad = context.Request.Query["agent"] == "load";
            var number = isLoad ? DemoAccount.LoadNumber : DemoAccount.Number;
            var user = isLoad ? await demo.EnsureLoadAsync(cancellationToken) : await demo.EnsureAsync(cancellationToken);
            await calls.ConnectAsync(user.User.AccountId, number, cancellationToken);
            return Results.Json(new { number, sandbox = host.Sandbox.Address });
        }).AllowAnonymous().DisableAntiforgery();

        // For commands that measure: as many accounts as they have questions. JSON is demanded, so that no web page can send it unasked.
        app.MapPost("/sandbox/accounts", static async (HttpContext context, TrialAccountRequest request, TrialAccounts accounts, CancellationToken cancellationToken) =>
        {
            if (context.Connection.RemoteIpAddress is not { } remote || !IPAddress.IsLoopback(remote))
            {
                return Results.NotFound();
            }

            return await accounts.MakeAsync(request, cancellationToken) is { } made ? Results.Json(made) : Results.BadRequest();
        }).AllowAnonymous().DisableAntiforgery();

        // What a load generator wants to know of the process; it has no business on a server that real callers reach.
        app.MapGet("/sandbox/process", static (HttpContext context) =>
            context.Connection.RemoteIpAddress is { } remote && IPAddress.IsLoopback(remote) ? Results.Json(ProcessFigures.Now()) : Results.NotFound())
            .AllowAnonymous();
    }
}
