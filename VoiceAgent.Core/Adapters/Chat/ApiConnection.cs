using System.Net;
using System.Net.Http.Headers;
using VoiceAgent.Core.Adapters.Http;
using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Keys;

namespace VoiceAgent.Core.Adapters.Chat;

/// <summary>One account's way to a service: its address, its key, and its connections.</summary>
/// <param name="Address">Makes the address of a path, which begins with a slash.</param>
/// <param name="Key">Null for a server that wants none. The lease stays its owner's.</param>
/// <param name="Transport">The account's connections to the service.</param>
/// <param name="Time">Clock.</param>
internal sealed record ApiConnection(Func<string, Uri> Address, KeyLease? Key, ProviderTransport Transport, TimeProvider Time)
{
    /// <summary>See <see cref="Providers.IWarmable.WarmAsync"/>.</summary>
    public Task WarmAsync(CancellationToken cancellationToken) => Transport.WarmAsync(Address("/"), cancellationToken);

    /// <summary>A JSON request for an event stream, with the key on it.</summary>
    public HttpRequestMessage Post(string path, ReadOnlyMemory<byte> json)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Address(path))
        {
            Content = new ReadOnlyMemoryContent(json),
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (Key is not null)
        {
            KeyHeader.Scheme("Bearer").Put(request.Headers, Key);
        }

        return request;
    }
}
