using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using VoiceAgent.Core.Tools.Running;

namespace VoiceAgent.Core.Tools.Outbound;

/// <summary>
/// The only way by which a tool reaches the network. A name is resolved when a connection is opened, and the connection goes to an address
/// that was found public then: what the name says later does not matter. Redirects are not followed, no proxy is used and no cookie kept.
/// Hosts that the operator allows are reached wherever they are. Thread-safe.
/// </summary>
public sealed class OutboundHttp : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(4);

    private readonly ConcurrentDictionary<string, byte> _allowed;
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve;

    public OutboundHttp(IOptions<ToolOptions> options)
        : this(options, static (host, token) => Dns.GetHostAddressesAsync(host, token))
    {
    }

    internal OutboundHttp(IOptions<ToolOptions> options, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
    {
        ArgumentNullException.ThrowIfNull(options);
        _allowed = new(options.Value.AllowedPrivateHosts.Distinct(StringComparer.OrdinalIgnoreCase).Select(host => KeyValuePair.Create(host, (byte)0)), StringComparer.OrdinalIgnoreCase);
        _resolve = resolve;
        Handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = ConnectTimeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            MaxResponseHeadersLength = 32,
            ConnectCallback = ConnectAsync,

            // An address may hold what a caller said: it goes into no trace, and no header of ours to the service.
            ActivityHeadersPropagator = null,
        };
        Client = new HttpClient(Handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>No default headers, no time limit of its own.</summary>
    public HttpClient Client { get; }

    /// <summary>For clients that bring their own; stays this object's.</summary>
    internal SocketsHttpHandler Handler { get; }

    /// <summary>What is wrong with an address as a place for a tool, for its owner; null when nothing is. The network is not asked.</summary>
    public string? FindProblem(Uri? address)
    {
        if (address is not { IsAbsoluteUri: true } || address.Scheme is not ("https" or "http"))
        {
            return "Enter an address that begins with https://.";
        }

        if (address.UserInfo.Length > 0)
        {
            return "Put user names and passwords into a secret header, not into the address.";
        }

        if (IsAllowed(address.IdnHost, address.Port))
        {
            return null;
        }

        if (address.Scheme is not "https")
        {
            return "Enter an address that begins with https://.";
        }

        return IPAddress.TryParse(address.IdnHost.Trim('[', ']'), out var ip) && !PublicAddress.Is(ip) ? OutboundRefusedException.Words : null;
    }

    /// <summary>Lets tools reach a host of the operator's own, as the setting does: <c>host:port</c>.</summary>
    public void Allow(string host) => _allowed[host] = 0;

    public void Dispose()
    {
        Client.Dispose();
        Handler.Dispose();
    }

    private bool IsAllowed(string host, int port) => _allowed.ContainsKey(host) || _allowed.ContainsKey($"{host}:{port}");

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var target = context.DnsEndPoint;
        var found = IPAddress.TryParse(target.Host.Trim('[', ']'), out var literal) ? [literal] : await _resolve(target.Host, cancellationToken);
        var usable = IsAllowed(target.Host, target.Port) ? found : Array.FindAll(found, PublicAddress.Is);
        if (usable.Length == 0)
        {
            throw new OutboundRefusedException();
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(usable, target.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>The address of a tool is not one of the public internet.</summary>
public sealed class OutboundRefusedException() : IOException(Words)
{
    internal const string Words = "The address is not on the public internet. Whoever runs this server can allow it in the setting Tools:AllowedPrivateHosts.";
}
