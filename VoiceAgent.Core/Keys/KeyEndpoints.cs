using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Keys;

/// <summary>Where a key may be sent: every adapter asks here for its addresses, with the very key it is about to send.</summary>
public static class KeyEndpoints
{
    /// <summary>
    /// The endpoint of the lease's provider and region. Throws <see cref="InvalidOperationException"/> when that is not the
    /// destination the key was sealed for; <see cref="IProviderKeys"/> gives out no such lease.
    /// </summary>
    public static ProviderEndpoint For(this ProviderEndpoints endpoints, KeyLease key)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(key);
        return endpoints.Find(key.Provider, key.Destination) ?? throw new InvalidOperationException(
            $"A {key.Provider} key may be sent only to the destination it was sealed for.");
    }

    /// <summary>The endpoint of the destination's region when it is still the destination's host; null otherwise.</summary>
    internal static ProviderEndpoint? Find(this ProviderEndpoints endpoints, ProviderName provider, KeyDestination? destination) =>
        destination is not null
        && endpoints.Find(provider, destination.Region) is { } endpoint
        && string.Equals(endpoint.Destination, destination.Host, StringComparison.Ordinal)
            ? endpoint
            : null;
}
