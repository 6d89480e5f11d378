using System.Net;
using System.Net.Sockets;

namespace VoiceAgent.Benchmarks.Relay;

/// <summary>The runtime's sockets alone: 160 bytes of audio a frame, no framing, no text.</summary>
internal sealed class TcpWire : IRelayWire
{
    public Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> Writer(int call)
    {
        var frame = new byte[RelayFrame.Bytes];
        return audio =>
        {
            audio.CopyTo(frame);
            return frame;
        };
    }

    public ReadOnlyMemory<byte> Read(ReadOnlyMemory<byte> message, byte[] buffer) => message;

    public Task<IRelayListener> ListenAsync(Func<IRelayConnection, Task> handleAsync) => Task.FromResult<IRelayListener>(new Listener(handleAsync));

    public async Task<IRelayConnection> ConnectAsync(Uri address, bool sendsText)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, address.Port);
        return new Connection(socket);
    }

    private sealed class Listener : IRelayListener
    {
        private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        private readonly Task _accepting;

        public Listener(Func<IRelayConnection, Task> handleAsync)
        {
            _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            _socket.Listen(1024);
            Address = new Uri($"tcp://{_socket.LocalEndPoint}");
            _accepting = AcceptAsync(handleAsync);
        }

        public Uri Address { get; }

        public async ValueTask DisposeAsync()
        {
            _socket.Dispose();
            await _accepting;
        }

        private async Task AcceptAsync(Func<IRelayConnection, Task> handleAsync)
        {
            try
            {
                while (true)
                {
                    var accepted = await _socket.AcceptAsync();
                    accepted.NoDelay = true;
                    _ = handleAsync(new Connection(accepted));
                }
            }
            catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
            {
                // Disposed.
            }
        }
    }

    private sealed class Connection(Socket socket) : IRelayConnection
    {
        public async ValueTask SendAsync(ReadOnlyMemory<byte> message) => await socket.SendAsync(message);

        public async ValueTask<int> ReceiveAsync(byte[] buffer)
        {
            for (var length = 0; ;)
            {
                var read = await socket.ReceiveAsync(buffer.AsMemory(length, RelayFrame.Bytes - length));
                if (read == 0 || (length += read) == RelayFrame.Bytes)
                {
                    return read == 0 ? 0 : length;
                }
            }
        }

        public void Dispose() => socket.Dispose();
    }
}
