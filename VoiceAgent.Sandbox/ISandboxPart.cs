using Microsoft.AspNetCore.Routing;

namespace VoiceAgent.Sandbox;

/// <summary>One simulated provider (or another group of routes) of the sandbox. Made once per server with its <see cref="SandboxState"/>.</summary>
internal interface ISandboxPart
{
    /// <summary>First segment of the path of all its routes; a provider's slug.</summary>
    string Slug { get; }

    /// <summary>Maps the routes, written as the real provider's paths; <paramref name="routes"/> is already below <see cref="Slug"/>.</summary>
    void Map(IEndpointRouteBuilder routes);
}
