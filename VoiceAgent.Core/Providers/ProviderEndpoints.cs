namespace VoiceAgent.Core.Providers;

/// <summary>
/// Where each provider is reached. Only the operator's configuration (<c>Providers:{slug}:BaseAddress</c>,
/// <c>Providers:{slug}:SocketAddress</c>) and the sandbox change it, never a user: the address is authenticated with the key.
/// Paths are appended to the address, which may itself have a path.
/// </summary>
public sealed class ProviderEndpoints(IReadOnlyDictionary<ProviderName, ProviderEndpoint> overrides)
{
    /// <summary>Every provider at its public address.</summary>
    public static ProviderEndpoints Public { get; } = new(new Dictionary<ProviderName, ProviderEndpoint>());

    public ProviderEndpoint For(ProviderName provider)
    {
        if (overrides.TryGetValue(provider, out var endpoint))
        {
            return endpoint;
        }

        var info = ProviderCatalog.Get(provider);
        return new ProviderEndpoint(info.BaseAddress, info.SocketAddress ?? info.BaseAddress, info.BaseAddress.Authority);
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
