
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

    /// <summary>
    /// Sends one request, whose content can be sent again; the response's body is not read. A connection that is kept between requests may be
    /// closed by the provider just as the next one is sent: a request that was not answered by a single byte is sent once more.
    /// </summary>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await _invoker.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException exception) when (IsUnanswered(exception) && !cancellationToken.IsCancellationRequested)
        {
            return await _invoker.SendAsync(request, cancellationToken);
        }
    }

    public void Dispose() => _invoker.Dispose();

    // Closed, or closed and the request met by a reset; a connection that could not be made is neither.
    private static bool IsUnanswered(HttpRequestException exception) =>
        exception.InnerException is HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded }
        || (exception.HttpRequestError is not HttpRequestError.ConnectionError && exception.InnerException is IOException { InnerException: System.Net.Sockets.SocketException });
}
