using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using VoiceAgent.Web.Hosting.Settings;

namespace VoiceAgent.Web.Hosting;

/// <summary>Where the outside reaches this server: the setting <c>PublicUrl</c>, else the address it is bound to.</summary>
public sealed class PublicAddress(IOptions<PublicAddressOptions> options, IServer server)
{
    /// <summary>
    /// Scheme, host and port with the path <c>/</c>. Throws <see cref="InvalidOperationException"/> when there is no <c>PublicUrl</c> and
    /// the server does not listen yet.
    /// </summary>
    public Uri Current => PublicAddressOptions.TryParse(options.Value.PublicUrl, out var configured) && configured is not null ? configured : Bound();

    private Uri Bound()
    {
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses.Select(BindingAddress.Parse).ToList() ?? [];

        // Without a public address only programs on this machine call in, and they have no reason to trust a development certificate.
        var address = addresses.Find(candidate => candidate.Scheme == Uri.UriSchemeHttp) ?? addresses.FirstOrDefault()
            ?? throw new InvalidOperationException("The server does not listen yet and PublicUrl is not set.");
        var host = address.Host is "+" or "*" or "[::]" or "0.0.0.0" ? "127.0.0.1" : address.Host;
        return new UriBuilder(address.Scheme, host, address.Port).Uri;
    }
}
