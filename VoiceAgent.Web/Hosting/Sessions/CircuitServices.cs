using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.SignalR;

namespace VoiceAgent.Web.Hosting.Sessions;

/// <summary>Circuits that end with their session, and how many and how large they may be.</summary>
internal static class CircuitServices
{
    /// <summary>Circuits whose connection broke, kept for their browser to come back; the oldest goes first.</summary>
    public const int MostDisconnectedCircuits = 100;

    public static readonly TimeSpan DisconnectedCircuitsKept = TimeSpan.FromMinutes(3);

    public static IServiceCollection AddCircuits(this IServiceCollection services)
    {
        services.AddSingleton<CircuitSessions>();
        services.AddScoped<CircuitHandler, SessionCircuit>();
        services.AddSingleton<CircuitLimit>();
        services.PostConfigure<CircuitOptions>(circuits =>
        {
            // Never to the browser, whatever the settings say: an exception may say more than the user should read.
            circuits.DetailedErrors = false;
            circuits.DisconnectedCircuitMaxRetained = MostDisconnectedCircuits;
            circuits.DisconnectedCircuitRetentionPeriod = DisconnectedCircuitsKept;
        });
        return services;
    }

    public static void LimitCircuits(this HubOptions hub) => hub.AddFilter<CircuitLimit>();
}
