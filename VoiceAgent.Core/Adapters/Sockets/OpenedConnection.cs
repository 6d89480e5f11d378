using System.Net.Sockets;

namespace VoiceAgent.Core.Adapters.Sockets;

/// <summary>The TCP connection that a request opened; none when it was given one that stood already. Thread-safe.</summary>
internal sealed class OpenedConnection
{
    /// <summary>Put on a request, it is told of the connection.</summary>
    public static readonly HttpRequestOptionsKey<OpenedConnection> Key = new("VoiceAgent.OpenedConnection");

    private Socket? _socket;

    /// <summary>
    /// Whether something has come that nobody has read yet, an end or a reset included. The kernel knows at once, a pending receive only when
    /// its continuation has run.
    /// </summary>
    public bool HasUnread
    {
        get
        {
            try
            {
                return Volatile.Read(ref _socket)?.Poll(TimeSpan.Zero, SelectMode.SelectRead) is true;
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                return true;
            }
        }
    }

    public void Opened(Socket socket) => Volatile.Write(ref _socket, socket);
}
