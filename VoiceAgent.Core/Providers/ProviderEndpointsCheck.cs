using Microsoft.Extensions.Hosting;

namespace VoiceAgent.Core.Providers;

/// <summary>Makes a wrong provider address stop the start, with its message, rather than the first call.</summary>
internal sealed class ProviderEndpointsCheck(ProviderEndpoints endpoints) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var provider in ProviderCatalog.All)
        {
            _ = endpoints.For(provider.Name);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
