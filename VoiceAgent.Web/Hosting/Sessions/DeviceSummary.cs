using System.Net;
using System.Net.Sockets;

namespace VoiceAgent.Web.Hosting.Sessions;

/// <summary>What of a browser and its address is worth keeping: enough to recognise one's own sign-in, too little to follow anybody.</summary>
internal static class DeviceSummary
{
    // The first match counts: Edge and Opera also claim to be Chrome, and all of them claim to be Safari.
    private static readonly (string Mark, string Name)[] Browsers =
        [("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"), ("curl/", "curl")];

    private static readonly (string Mark, string Name)[] Systems =
        [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "Mac"), ("CrOS", "ChromeOS"), ("Linux", "Linux")];

    /// <summary>Such as <c>Firefox on Linux</c>.</summary>
    public static string Device(string? userAgent)
    {
        var browser = Find(Browsers, userAgent);
        var system = Find(Systems, userAgent);
        return (browser, system) switch
        {
            (null, null) => "Unknown browser",
            (_, null) => browser,
            (null, _) => $"Unknown browser on {system}",
            _ => $"{browser} on {system}",
        };
    }

    /// <summary>Such as <c>203.0.113.0/24</c>, or <c>2001:db8:1::/48</c>.</summary>
    public static string Network(IPAddress? address)
    {
        if (address is null)
        {
            return "Unknown network";
        }

        var mapped = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (IPAddress.IsLoopback(mapped))
        {
            return "This computer";
        }

        var length = mapped.AddressFamily is AddressFamily.InterNetwork ? 24 : 48;
        var bytes = mapped.GetAddressBytes();
        bytes.AsSpan(length / 8).Clear();
        return $"{new IPAddress(bytes)}/{length}";
    }

    private static string? Find((string Mark, string Name)[] known, string? userAgent) =>
        Array.Find(known, candidate => userAgent?.Contains(candidate.Mark, StringComparison.Ordinal) is true).Name;
}
