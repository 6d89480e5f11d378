using System.Net.WebSockets;

namespace VoiceAgent.Benchmarks.Allocation;

/// <summary>A socket that makes nothing itself: gives the same text as often as asked, then another, and takes whatever is sent.</summary>
internal sealed class ScriptedWebSocket(byte[] text, int times) : WebSocket
{
    private byte[] _text = text;
    private int _left = times;
    private (byte[] Text, int Times)? _then;

    /// <summary>What is given after it, and how often.</summary>
    public (byte[] Text, int Times)? Then
    {
        init => _then = value;
    }

    public override WebSocketCloseStatus? CloseStatus => null;

    public override string? CloseStatusDescription => null;

    public override WebSocketState State => WebSocketState.Open;

    public override string? SubProtocol => null;

    public override ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_left-- <= 0 && _then is { } next)
        {
            (_text, _left, _then) = (next.Text, next.Times - 1, null);
        }

        if (_left < 0)
        {
            return new(new ValueWebSocketReceiveResult(0, WebSocketMessageType.Close, endOfMessage: true));
        }

        _text.CopyTo(buffer);
        return new(new ValueWebSocketReceiveResult(_text.Length, WebSocketMessageType.Text, endOfMessage: true));
    }

    public override ValueTask SendAsync(ReadOnlyMemory<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken) =>
        ValueTask.CompletedTask;

    public override Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken) => throw new NotSupportedException();

    public override Task SendAsync(ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Abort()
    {
    }

    public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) => Task.CompletedTask;

    public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Dispose()
    {
    }
}
