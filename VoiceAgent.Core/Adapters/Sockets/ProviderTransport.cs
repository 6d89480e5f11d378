using System.Net;
using System.Net.Sockets;
using VoiceAgent.Core.Common;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Adapters.Sockets;

/// <summary>
/// One account's connections to one provider. Holds no key: every request carries its own. Redirects are not followed, because a key goes
/// to the configured address and nowhere else. Thread-safe.
/// </summary>
internal sealed class ProviderTransport : IDisposable
{
    /// <summary>Longest wait for a TCP and TLS connection.</summary>
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Marks a request that opens a connection before it is needed.</summary>
    public static readonly HttpRequestOptionsKey<bool> IsEarly = new("VoiceAgent.IsEarly");

    private static readonly TimeSpan WarmTimeout = TimeSpan.FromSeconds(5);

    /// <summary>A connection that was warm so lately is warm still.</summary>
    private static readonly TimeSpan StaysWarm = TimeSpan.FromSeconds(5);

    private readonly HttpMessageInvoker _invoker;
    private readonly ProviderName _provider;
    private readonly TimeProvider _time;
    private readonly TransportMetrics? _metrics;
    private readonly Lock _gate = new();
    private Task _warming = Task.CompletedTask;
    private long? _warmedAt;

    public ProviderTransport(ProviderName provider, TimeProvider time, TransportMetrics? metrics = null)
    {
        _provider = provider;
        _time = time;
        _metrics = metrics;
        _invoker = new HttpMessageInvoker(new SocketsHttpHandler
        {
            // Straight to the provider: a redirect, a proxy of the environment or a trace header could carry a key or a hint elsewhere.
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            ConnectTimeout = ConnectTimeout,
            ConnectCallback = ConnectAsync,
            EnableMultipleHttp2Connections = true,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(2),
        });
    }

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

    /// <summary>
    /// Sees to it that a connection to the address's server stands, by asking for its headers alone, without a key; whatever it answers will do. One
    /// at a time, and at most every five seconds. Ends when the connection stands, and never throws: who needs it will find out what is wrong.
    /// </summary>
    public Task WarmAsync(Uri address, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_warming.IsCompleted && !(_warmedAt is { } at && _time.GetElapsedTime(at) < StaysWarm))
            {
                _warmedAt = _time.GetTimestamp();
                _warming = AskAsync(address, cancellationToken);
            }

            return _warming;
        }
    }

    public void Dispose() => _invoker.Dispose();

    private async Task AskAsync(Uri address, CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(_time, cancellationToken);
        deadline.Arm(WarmTimeout);
        using var request = new HttpRequestMessage(HttpMethod.Head, address)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        request.Options.Set(IsEarly, true);
        try
        {
            using var response = await _invoker.SendAsync(request, deadline.Token);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            lock (_gate)
            {
                _warmedAt = null;
            }
        }
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var isEarly = context.InitialRequestMessage.Options.TryGetValue(IsEarly, out var early) && early;
        _metrics?.Connecting(_provider, isEarly);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            if (context.InitialRequestMessage.Options.TryGetValue(OpenedConnection.Key, out var opened))
            {
                opened.Opened(socket);
            }

            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // Closed, or closed and the request met by a reset; a connection that could not be made is neither.
    private static bool IsUnanswered(HttpRequestException exception) =>
        exception.InnerException is HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded }
        || (exception.HttpRequestError is not HttpRequestError.ConnectionError && exception.InnerException is IOException { InnerException: SocketException });
}
