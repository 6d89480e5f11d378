using System.Net;
using System.Net.Sockets;

namespace VoiceAgent.Core.Calls.Answering;

/// <summary>A connection of this process to itself: a byte that is sent comes back as soon as the process gets to what its sockets bring.</summary>
internal sealed class SelfConnection : IDisposable
{
    private static readonly byte[] Sent = new byte[1];

    private readonly Socket _near;
    private readonly Socket _far;
    private readonly byte[] _received = new byte[1];

    private SelfConnection(Socket near, Socket far) => (_near, _far) = (near, far);

    /// <exception cref="SocketException">There is no loopback.</exception>
    public static async Task<SelfConnection> OpenAsync(CancellationToken cancellationToken)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        var near = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await near.ConnectAsync(listener.LocalEndPoint!, cancellationToken);
            return new SelfConnection(near, await AcceptOwnAsync(listener, near, cancellationToken));
        }
        catch
        {
            near.Dispose();
            throw;
        }
    }

    /// <summary>Completes when a byte has come, on the thread that brought it.</summary>
    /// <exception cref="SocketException">The connection is gone.</exception>
    public async Task EchoAsync(CancellationToken cancellationToken)
    {
        var came = _far.ReceiveAsync(_received, cancellationToken);
        await _near.SendAsync(Sent, cancellationToken);
        if (await came == 0)
        {
            throw new SocketException((int)SocketError.ConnectionReset);
        }
    }

    public void Dispose()
    {
        _near.Dispose();
        _far.Dispose();
    }

    // Another program may have connected in between.
    private static async Task<Socket> AcceptOwnAsync(Socket listener, Socket near, CancellationToken cancellationToken)
    {
        while (true)
        {
            var accepted = await listener.AcceptAsync(cancellationToken);
            if (Equals(accepted.RemoteEndPoint, near.LocalEndPoint))
            {
                return accepted;
            }

            accepted.Dispose();
        }
    }
}
