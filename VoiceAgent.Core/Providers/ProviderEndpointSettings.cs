using Microsoft.Extensions.Configuration;
using VoiceAgent.Core.Providers.Compatible;

namespace VoiceAgent.Core.Providers;

/// <summary>
/// Reads the operator's provider addresses: <c>Providers:{slug}:BaseAddress</c> and <c>Providers:{slug}:SocketAddress</c>, and the same
/// for one region under <c>Providers:{slug}:Regions:{id}</c>; and the operator's own servers, <see cref="CompatibleServerSettings"/>.
/// </summary>
public static class ProviderEndpointSettings
{
    public const string SectionName = "Providers";

    private const string RegionsName = "Regions";

    /// <summary>Throws <see cref="InvalidOperationException"/> with a message for the operator when a setting cannot be used.</summary>
    public static ProviderEndpoints Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var endpoints = new Dictionary<ProviderName, ProviderEndpoint>();
        var regional = new Dictionary<(ProviderName, string), ProviderEndpoint>();
        IReadOnlyList<CompatibleServer> servers = [];
        foreach (var section in configuration.GetSection(SectionName).GetChildren())
        {
            var provider = ProviderCatalog.FindBySlug(section.Key)
                ?? throw new InvalidOperationException(
                    $"The setting {section.Path} names no provider. Providers are {string.Join(", ", ProviderCatalog.All.Select(known => known.Slug))}.");
            if (provider.Name is ProviderName.Compatible)
            {
                servers = CompatibleServerSettings.Read(section);
                continue;
            }

            if (ReadPlace(section, provider.BaseAddress, provider.SocketAddress) is { } endpoint)
            {
                endpoints[provider.Name] = endpoint;
            }

            foreach (var place in section.GetSection(RegionsName).GetChildren())
            {
                var region = ProviderCatalog.FindRegion(provider.Name, place.Key) ?? throw new InvalidOperationException(UnknownRegion(place, provider));
                if (ReadPlace(place, region.BaseAddress, region.SocketAddress) is { } regionalEndpoint)
                {
                    regional[(provider.Name, region.Id)] = regionalEndpoint;
                }
            }
        }

        return new ProviderEndpoints(endpoints, regional, servers);
    }

    private static ProviderEndpoint? ReadPlace(IConfigurationSection section, Uri publicBase, Uri? publicSocket)
    {
        var baseAddress = Address(section, nameof(ProviderEndpoint.BaseAddress));
        var socketAddress = Address(section, nameof(ProviderEndpoint.SocketAddress));
        if (baseAddress is null && socketAddress is null)
        {
            return null;
        }

        var origin = baseAddress ?? publicBase;
        return new ProviderEndpoint(origin, socketAddress ?? baseAddress ?? publicSocket ?? publicBase, origin.Authority);
    }

    private static string UnknownRegion(IConfigurationSection section, ProviderInfo provider) => provider.Regions is []
        ? $"The setting {section.Path} names a region, but {provider.DisplayName} has none."
        : $"The setting {section.Path} names no region of {provider.DisplayName}. Its regions are {string.Join(", ", provider.Regions.Select(known => known.Id))}.";

    private static Uri? Address(IConfigurationSection section, string name)
    {
        var text = section[name];
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        return Uri.TryCreate(text, UriKind.Absolute, out var address)
            && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
            && address is { UserInfo: "", Query: "", Fragment: "" }
                ? address
                : throw new InvalidOperationException(
                    $"The setting {section.Path}:{name} is not a complete http or https address without query and user name, such as https://api.example.com.");
    }
}
