using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using VoiceAgent.Core.Common;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Adapters.Sockets;

/// <summary>
/// A provider's WebSocket as its client: whole text messages in, text and binary messages out, trouble as
/// <see cref="ProviderException"/>. One task receives; sends may come from several and go out one at a time. Cancelling a receive aborts
/// the connection at once. A message that is on its way when its send is cancelled may still leave whole, so that a goodbye can follow it;
/// that and disposal, which says goodbye, take a quarter of a second at most.
/// </summary>
internal sealed class ProviderSocket(ProviderName provider, TimeProvider time) : IAsyncDisposable
{
    private const int MaxMessage = 4 * 1024 * 1024;
    private static readonly TimeSpan UpgradeTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromMilliseconds(250);

    /// <summary>How long a failed send keeps quiet, because the receive learns why the other side closed and the send does not.</summary>
    private static readonly TimeSpan ReasonGrace = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(20);

    private readonly ClientWebSocket _socket = New();
    private readonly SemaphoreSlim _sending = new(1, 1);
    private OpenedConnection? _connection;
    private byte[] _buffer = new byte[4 * 1024];
    private Task<(ReadOnlyMemory<byte>? Message, ProviderException? Failure)>? _watched;

    /// <summary>How the other side closed; meaningful once <see cref="ReceiveAsync"/> has returned null.</summary>
    public SocketClose Close => new((int)(_socket.CloseStatus ?? WebSocketCloseStatus.Empty), _socket.CloseStatusDescription ?? string.Empty);

    /// <summary>Whether it is open, and nothing has come since <see cref="Watch"/>: not even what no receive has been told of yet.</summary>
    public bool IsAlive => _socket.State is WebSocketState.Open
        && _watched is null or { IsCompleted: false }
        && _connection is not { HasUnread: true };

    /// <summary>
    /// Receives before anybody listens, so that <see cref="IsAlive"/> knows of a socket that died meanwhile. What comes is the first
    /// message of <see cref="ReceiveAsync"/>.
    /// </summary>
    public void Watch() => _watched = FirstAsync();

    public async Task ConnectAsync(SocketRequest request, ProviderTransport transport, CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(time, cancellationToken);
        deadline.Arm(UpgradeTimeout);
        using var handler = new UpgradeHandler(transport, request, time);
        using var invoker = new HttpMessageInvoker(handler, disposeHandler: false);
        try
        {
            await _socket.ConnectAsync(request.Address, invoker, deadline.Token);
            _connection = handler.Connection;
        }
        catch (Exception exception) when (exception is WebSocketException or HttpRequestException or IOException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw handler.Refusal is { } refusal ? request.Refused(refusal) : exception.InnerException as ProviderException ?? NotConnected(exception, deadline);
        }
    }

    public Task SendTextAsync(ReadOnlyMemory<byte> utf8, CancellationToken cancellationToken) =>
        SendAsync(utf8, WebSocketMessageType.Text, cancellationToken);

    public Task SendBinaryAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken) =>
        SendAsync(data, WebSocketMessageType.Binary, cancellationToken);

    /// <summary>The next text message, valid until the next call; null when the other side has closed.</summary>
    public ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellationToken) =>
        _watched is null ? ReceiveNextAsync(cancellationToken) : ReceiveWatchedAsync(_watched, cancellationToken);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadOnlyMemory<byte>?> ReceiveNextAsync(CancellationToken cancellationToken)
    {
        var length = 0;
        while (true)
        {
            var part = await ReceivePartAsync(_buffer.AsMemory(length), cancellationToken);
            if (part.MessageType is WebSocketMessageType.Close)
            {
                return null;
            }

            length += part.Count;
            if (part.EndOfMessage)
            {
                return part.MessageType is WebSocketMessageType.Text
                    ? _buffer.AsMemory(0, length)
                    : throw new ProviderException(provider, ProviderErrorKind.Protocol);
            }

            if (length == _buffer.Length)
            {
                Grow();
            }
        }
    }

    /// <summary>Closes this side; the other side may still send until it closes too. Nothing can be sent any more.</summary>
    public async Task SayGoodbyeAsync(CancellationToken cancellationToken)
    {
        if (_socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived))
        {
            return;
        }

        using var deadline = new Deadline(time, cancellationToken);
        deadline.Arm(CloseTimeout);
        try
        {
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, deadline.Token);
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or OperationCanceledException)
        {
            // The other side is gone or does not read: nobody is left to say goodbye to.
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await SayGoodbyeAsync(CancellationToken.None);
        _socket.Dispose();
        _sending.Dispose();
    }

    // Real pings: they keep a quiet socket open, and a connection whose other end is gone is found out.
    private static ClientWebSocket New()
    {
        var socket = new ClientWebSocket();
        socket.Options.KeepAliveInterval = PingEvery;
        socket.Options.KeepAliveTimeout = PingEvery;
        return socket;
    }

    private async Task SendAsync(ReadOnlyMemory<byte> data, WebSocketMessageType type, CancellationToken cancellationToken)
    {
        try
        {
            await SendAloneAsync(data, type, cancellationToken);
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or InvalidOperationException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await Task.Delay(ReasonGrace, time, cancellationToken);
            throw new ProviderException(provider, ProviderErrorKind.Unavailable, exception);
        }
    }

    private async Task SendAloneAsync(ReadOnlyMemory<byte> data, WebSocketMessageType type, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken);
        try
        {
            await _socket.SendWholeAsync(data, type, CloseTimeout, time, cancellationToken);
        }
        finally
        {
            _sending.Release();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ValueWebSocketReceiveResult> ReceivePartAsync(Memory<byte> part, CancellationToken cancellationToken)
    {
        try
        {
            return await _socket.ReceiveAsync(part, cancellationToken);
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or InvalidOperationException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new ProviderException(provider, ProviderErrorKind.Unavailable, exception);
        }
    }

    private async Task<(ReadOnlyMemory<byte>? Message, ProviderException? Failure)> FirstAsync()
    {
        try
        {
            return (await ReceiveNextAsync(CancellationToken.None), null);
        }
        catch (ProviderException failure)
        {
            return (null, failure);
        }
    }

    private async ValueTask<ReadOnlyMemory<byte>?> ReceiveWatchedAsync(
        Task<(ReadOnlyMemory<byte>? Message, ProviderException? Failure)> watched, CancellationToken cancellationToken)
    {
        try
        {
            var (message, failure) = await watched.WaitAsync(cancellationToken);
            _watched = null;
            return failure is null ? message : throw failure;
        }
        catch (OperationCanceledException)
        {
            _socket.Abort();
            throw;
        }
    }

    private ProviderException NotConnected(Exception exception, Deadline deadline)
    {
        var timedOut = deadline.HasPassed || exception.GetBaseException() is TimeoutException or OperationCanceledException;
        return new ProviderException(provider, timedOut ? ProviderErrorKind.Timeout : ProviderErrorKind.Unavailable, exception);
    }

    private void Grow()
    {
        if (_buffer.Length >= MaxMessage)
        {
            throw new ProviderException(provider, ProviderErrorKind.Protocol);
        }

        Array.Resize(ref _buffer, _buffer.Length * 2);
    }
}
