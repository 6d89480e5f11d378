
namespace VoiceAgent.Core.Adapters.Sockets;

/// <summary>
/// The connections of the whole process to streaming providers. Holds no key: every request carries its own. Redirects are not
/// followed, because a key goes to the configured address and nowhere else.
/// </summary>
internal sealed class ProviderTransport : IDisposable
{
    /// <summary>Longest wait for a TCP and TLS connection.</summary>
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);

    private readonly HttpMessageInvoker _invoker = new(new SocketsHttpHandler
    {
        // Straight to the provider: a redirect, a proxy of the environment or a trace header could carry a key or a hint elsewhere.
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        ConnectTimeout = ConnectTimeout,
        EnableMultipleHttp2Connections = true,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    });

    /// <summary>Sends one request; the response's body is not read.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        _invoker.SendAsync(request, cancellationToken);

    public void Dispose() => _invoker.Dispose();
}
