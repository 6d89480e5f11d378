using VoiceAgent.Core.Telephony;

namespace VoiceAgent.Web.Hosting;

/// <summary>The media socket's address under the public address of this server.</summary>
internal sealed class MediaAddress(PublicAddress address) : IMediaAddress
{
    public Uri For(string token)
    {
        var builder = new UriBuilder(new Uri(address.Current, $"/media/telnyx/{token}"));
        builder.Scheme = builder.Scheme == Uri.UriSchemeHttps ? "wss" : "ws";
        return builder.Uri;
    }
}
