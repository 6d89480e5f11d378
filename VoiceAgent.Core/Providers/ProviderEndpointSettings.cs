using Microsoft.Extensions.Configuration;

namespace VoiceAgent.Core.Providers;

/// <summary>Reads the operator's provider addresses: <c>Providers:{slug}:BaseAddress</c> and <c>Providers:{slug}:SocketAddress</c>.</summary>
public static class ProviderEndpointSettings
{
    public const string SectionName = "Providers";

    /// <summary>Throws <see cref="InvalidOperationException"/> with a message for the operator when a setting cannot be used.</summary>
    public static ProviderEndpoints Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var endpoints = new Dictionary<ProviderName, ProviderEndpoint>();
        foreach (var section in configuration.GetSection(SectionName).GetChildren())
        {
            var provider = ProviderCatalog.FindBySlug(section.Key)
                ?? throw new InvalidOperationException(
                    $"The setting {section.Path} names no provider. Providers are {string.Join(", ", ProviderCatalog.All.Select(known => known.Slug))}.");
            var baseAddress = Address(section, nameof(ProviderEndpoint.BaseAddress));
            var socketAddress = Address(section, nameof(ProviderEndpoint.SocketAddress));
            if (baseAddress is null && socketAddress is null)
            {
                continue;
            }

            var origin = baseAddress ?? provider.BaseAddress;
            var socket = socketAddress ?? baseAddress ?? provider.SocketAddress ?? provider.BaseAddress;
            endpoints[provider.Name] = new ProviderEndpoint(origin, socket, origin.Authority);
        }

        return new ProviderEndpoints(endpoints);
    }

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
