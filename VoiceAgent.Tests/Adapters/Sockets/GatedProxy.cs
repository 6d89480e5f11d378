using System.Net;
using System.Net.Sockets;

namespace VoiceAgent.Tests.Adapters.Sockets;

/// <summary>
/// Stands before a server and lets a new connection through only while its gate is open: whoever needs a handshake while it is closed
/// waits, and whoever has a connection does not notice.
/// </summary>
internal sealed class GatedProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Uri _server;
    private readonly List<Task> _pipes = [];
    private readonly Task _accepting;
    private TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenSource _break = new();
    private int _connections;
    private int _open;

    public GatedProxy(Uri server)
    {
        _server = server;
        _listener.Start();
        Address = new UriBuilder(server) { Port = ((IPEndPoint)_listener.LocalEndpoint).Port }.Uri;
        _gate.SetResult();
        _accepting = AcceptAsync();
    }

    /// <summary>The server's address, through the gate.</summary>
    public Uri Address { get; }

    /// <summary>Connections that were ever begun.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Connections that stand.</summary>
    public int Open => Volatile.Read(ref _open);

    public void CloseGate() => Volatile.Write(ref _gate, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    public void OpenGate() => Volatile.Read(ref _gate).TrySetResult();

    /// <summary>Ends every connection that stands, at both ends.</summary>
    public void BreakAll() => Interlocked.Exchange(ref _break, new CancellationTokenSource()).Cancel();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Stop();
        await Task.WhenAll(_pipes);
        _stop.Dispose();
        _break.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Interlocked.Increment(ref _connections);
                _pipes.Add(PipeAsync(client, Volatile.Read(ref _gate).Task));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            // Stopped.
        }
    }

    private async Task PipeAsync(TcpClient client, Task gate)
    {
        Interlocked.Increment(ref _open);
        try
        {
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, Volatile.Read(ref _break).Token);
            using var near = client;
            using var far = new TcpClient { NoDelay = true };
            near.NoDelay = true;
            await gate.WaitAsync(ended.Token);
            await far.ConnectAsync(_server.Host, _server.Port, ended.Token);
            await Task.WhenAny(CopyAsync(near, far, ended.Token), CopyAsync(far, near, ended.Token));
            await ended.CancelAsync();
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException)
        {
            // One end has gone.
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    private static async Task CopyAsync(TcpClient from, TcpClient to, CancellationToken cancellationToken)
    {
        try
        {
            await from.GetStream().CopyToAsync(to.GetStream(), cancellationToken);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // One end has gone.
        }
    }
}
