using VoiceAgent.Core.Providers.Compatible;

namespace VoiceAgent.Core.Providers;

/// <summary>
/// Where each provider is reached. Only the operator's configuration (<c>Providers:{slug}:BaseAddress</c>,
/// <c>Providers:{slug}:SocketAddress</c>, and the same under <c>Providers:{slug}:Regions:{id}</c>) and the sandbox change it, never a
/// user: the address is authenticated with the key. Paths are appended to the address, which may itself have a path.
/// </summary>
/// <param name="overrides">Addresses of the operator; such an address serves the regions of its provider too.</param>
/// <param name="regional">Addresses of the operator for single regions.</param>
/// <param name="servers">Language-model servers of the operator, the regions of <see cref="ProviderName.Compatible"/>.</param>
public sealed class ProviderEndpoints(
    IReadOnlyDictionary<ProviderName, ProviderEndpoint> overrides,
    IReadOnlyDictionary<(ProviderName Provider, string Region), ProviderEndpoint>? regional = null,
    IReadOnlyList<CompatibleServer>? servers = null)
{
    private static readonly ProviderEndpoint NoServer = new(new("https://compatible.invalid"), new("https://compatible.invalid"), "another server");

    /// <summary>Every provider at its public address.</summary>
    public static ProviderEndpoints Public { get; } = new(new Dictionary<ProviderName, ProviderEndpoint>());

    /// <summary>The language-model servers of the operator.</summary>
    public IReadOnlyList<CompatibleServer> Servers { get; } = servers ?? [];

    /// <summary>
    /// The providers that accounts of this installation can bring keys for, in the order of <see cref="ProviderCatalog.All"/>, the operator's
    /// servers last.
    /// </summary>
    public IReadOnlyList<ProviderInfo> Offered { get; } = servers is not { Count: > 0 }
        ? ProviderCatalog.All
        : [.. ProviderCatalog.All, ProviderCatalog.Get(ProviderName.Compatible) with { Regions = [.. servers.Select(server => server.Region)] }];

    public IEnumerable<ProviderInfo> OfferedIn(ProviderCategory category) => Offered.Where(provider => provider.Category == category);

    /// <summary>The operator's server of this id; null when there is none.</summary>
    public CompatibleServer? FindServer(string? id) => Servers.FirstOrDefault(server => string.Equals(server.Id, id, StringComparison.Ordinal));

    /// <summary>The provider's usual place. The operator's servers have none: the place given for them leads nowhere.</summary>
    public ProviderEndpoint For(ProviderName provider)
    {
        if (provider is ProviderName.Compatible)
        {
            return NoServer;
        }

        if (overrides.TryGetValue(provider, out var endpoint))
        {
            return endpoint;
        }

        var info = ProviderCatalog.Get(provider);
        return new ProviderEndpoint(info.BaseAddress, info.SocketAddress ?? info.BaseAddress, info.BaseAddress.Authority);
    }

    /// <summary>The place of a region of the catalog, the usual place for null; null when the provider has no such region.</summary>
    public ProviderEndpoint? Find(ProviderName provider, string? region)
    {
        if (provider is ProviderName.Compatible)
        {
            return FindServer(region) is not { } server ? null
                : regional is not null && regional.TryGetValue((provider, server.Id), out var place) ? place : server.Endpoint;
        }

        if (region is null)
        {
            return For(provider);
        }

        if (ProviderCatalog.FindRegion(provider, region) is not { } known)
        {
            return null;
        }

        return regional is not null && regional.TryGetValue((provider, region), out var endpoint) || overrides.TryGetValue(provider, out endpoint)
            ? endpoint
            : new ProviderEndpoint(known.BaseAddress, known.SocketAddress ?? known.BaseAddress, known.BaseAddress.Authority);
    }
}

/// <summary>Where one provider is reached.</summary>
/// <param name="BaseAddress">Origin (and path prefix) of the HTTP API.</param>
/// <param name="SocketAddress">Origin (and path prefix) of the WebSockets, as an http or https address.</param>
/// <param name="Destination">
/// Name of the place, authenticated with every key sealed for it: the host, or <c>sandbox</c>. A key stored for one destination
/// cannot be opened for another.
/// </param>
public sealed record ProviderEndpoint(Uri BaseAddress, Uri SocketAddress, string Destination)
{
    /// <summary>The HTTP address of <paramref name="pathAndQuery"/>, which begins with a slash.</summary>
    public Uri Http(string pathAndQuery) => new(BaseAddress.AbsoluteUri.TrimEnd('/') + pathAndQuery);

    /// <summary>The ws or wss address of <paramref name="pathAndQuery"/>, which begins with a slash.</summary>
    public Uri Socket(string pathAndQuery)
    {
        var http = SocketAddress.AbsoluteUri.TrimEnd('/') + pathAndQuery;
        return new Uri(string.Concat("ws", http.AsSpan("http".Length)));
    }
}
