using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;

namespace VoiceAgent.Core.Providers.Compatible;

/// <summary>
/// The address of a server: https, or http where words and keys do not leave the operator's own network. That is a loopback or private
/// address, or a name that only such a network knows (<c>localhost</c>, a name without a dot such as that of a container, <c>.local</c>,
/// <c>.internal</c>, <c>.lan</c>).
/// </summary>
internal static class ServerAddress
{
    private static readonly string[] PrivateEndings = [".local", ".internal", ".lan", ".localhost"];

    public static Uri Read(IConfigurationSection section, string name)
    {
        var text = section[name];
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address)
            || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp)
            || address is not { UserInfo: "", Query: "", Fragment: "" })
        {
            throw new InvalidOperationException(
                $"The setting {section.Path}:{name} is not a complete http or https address without query and user name, such as https://llm.example.com/v1.");
        }

        return address.Scheme == Uri.UriSchemeHttps || IsPrivate(address.IdnHost)
            ? address
            : throw new InvalidOperationException(
                $"The setting {section.Path}:{name} sends keys and what callers say unencrypted to {address.Host}: use https. Plain http is for a server on this machine or in a private network.");
    }

    private static bool IsPrivate(string host)
    {
        if (!IPAddress.TryParse(host.Trim('[', ']'), out var address))
        {
            return !host.Contains('.', StringComparison.Ordinal) || Array.Exists(PrivateEndings, ending => host.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
        }

        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (IPAddress.IsLoopback(address))
        {
            return true;
        }

        return address.AddressFamily is AddressFamily.InterNetworkV6
            ? address.IsIPv6UniqueLocal
            : address.GetAddressBytes() is [10, ..] or [172, >= 16 and <= 31, ..] or [192, 168, ..];
    }
}
