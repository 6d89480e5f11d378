using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using VoiceAgent.Core.Adapters.Http;
using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Adapters.OpenAI;

/// <summary>
/// What the OpenAI package believes to be the network, for one request. The package sends synchronously, reads without a token and
/// keeps the key in default headers; so this answers at once with a stream that makes the real request, asynchronously and with the
/// call's token, at its first read (see <see cref="ChatEventStream"/>), and puts the key on that request alone. The fields that the
/// package does not know are added to the body here.
/// </summary>
internal sealed class ChatHandler(KeyLease key, ProviderEndpoints endpoints, ProviderTransport transport, TimeProvider time, CancellationToken cancellationToken)
    : HttpMessageHandler, IAsyncDisposable
{
    private ChatEventStream? _stream;

    /// <summary>Sent as <c>prompt_cache_key</c> when it is not null.</summary>
    public string? CacheKey { get; init; }

    /// <summary>Shortens the wait for what follows the end of the reply: only the usage.</summary>
    public void ExpectEnd() => _stream?.ExpectEnd();

    /// <summary>Closes the request, if it is still open. Nothing may be reading.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stream is not null)
        {
            await _stream.DisposeAsync();
        }

        Dispose();
    }

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken unused)
    {
        var real = new HttpRequestMessage(HttpMethod.Post, endpoints.For(key).Http("/v1/chat/completions"))
        {
            Content = new ByteArrayContent(WithOwnFields(request.Content)),
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        real.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        real.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        KeyHeader.Scheme("Bearer").Put(real.Headers, key);
        _stream?.Dispose();
        _stream = new ChatEventStream(real, transport, time, cancellationToken);
        return new HttpResponseMessage(HttpStatusCode.OK) { RequestMessage = request, Content = new StreamContent(_stream) };
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken unused) =>
        Task.FromResult(Send(request, unused));

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stream?.Dispose();
        }

        base.Dispose(disposing);
    }

    private byte[] WithOwnFields(HttpContent? content)
    {
        using var stream = content?.ReadAsStream(cancellationToken) ?? Stream.Null;
        var body = JsonNode.Parse(stream)?.AsObject() ?? [];
        if (body["stream_options"] is JsonObject options)
        {
            options["include_obfuscation"] = false;
        }

        if (CacheKey is not null)
        {
            body["prompt_cache_key"] = CacheKey;
        }

        return System.Text.Encoding.UTF8.GetBytes(body.ToJsonString());
    }
}
