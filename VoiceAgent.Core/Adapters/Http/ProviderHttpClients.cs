using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace VoiceAgent.Core.Adapters.Http;

/// <summary>The pooled HTTP clients that carry a key.</summary>
internal static class ProviderHttpClients
{
    /// <summary>
    /// Registers a named client that goes straight to the provider: no redirect (it could lead a key elsewhere), no proxy from the
    /// environment, no cookies, no default headers, no request log. The caller bounds the time.
    /// </summary>
    public static IServiceCollection AddProviderHttpClient(this IServiceCollection services, string name)
    {
        services.AddHttpClient(name, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers()
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseProxy = false,
                UseCookies = false,
                ActivityHeadersPropagator = null,
                AutomaticDecompression = DecompressionMethods.None,
                ConnectTimeout = TimeSpan.FromSeconds(5),
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            });
        return services;
    }
}
