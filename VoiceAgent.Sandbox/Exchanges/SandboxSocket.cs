using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using VoiceAgent.Sandbox.Faults;

namespace VoiceAgent.Sandbox.Exchanges;

/// <summary>A whole message from the client. <see cref="Data"/> may be read until the next one is asked for.</summary>
internal readonly record struct SocketMessage(WebSocketMessageType Type, ReadOnlyMemory<byte> Data)
{
    public bool IsText => Type is WebSocketMessageType.Text;

    public bool IsClose => Type is WebSocketMessageType.Close;

    public string Text => Encoding.UTF8.GetString(Data.Span);
}

/// <summary>
/// A provider's end of a WebSocket: whole messages in, whole messages out, every message counted, and the connection's faults
/// carried out. One reader; any number of senders.
/// </summary>
internal sealed class SandboxSocket(Exchange exchange, WebSocket socket) : IDisposable
{
    private const int MaxMessage = 4 * 1024 * 1024;
    private const int MaxReason = 123;

    private static readonly TimeSpan MaxCloseWait = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _sending = new(1, 1);
    private byte[] _buffer = new byte[8 * 1024];
    private bool _silent;
    private bool _closed;
    private bool _opened;
    private ITimer? _abort;

    /// <summary>Sent when the fault <c>error</c> is due; a provider without error messages leaves it null, and the stream just ends.</summary>
    public string? ErrorMessage { get; set; }

    /// <summary>Reason given with the fault <c>close</c>.</summary>
    public string CloseReason { get; set; } = "";

    /// <summary>Whether the simulator has closed or dropped the connection.</summary>
    public bool IsClosed => _closed;

    /// <summary>Carries out the faults that are due before the first message. Call once, right after accepting.</summary>
    public Task OpenAsync() => LockedAsync(async () =>
    {
        if (!_opened)
        {
            _opened = true;
            exchange.Faults.Struck = () => _ = StrikeAtOnceAsync();
            await CarryOutAsync(exchange.Faults.DueAfter(exchange.Connection.Sent));
        }
    });

    /// <summary>The next message; one of type Close when the client has closed or has gone.</summary>
    public async Task<SocketMessage> ReceiveAsync(CancellationToken cancellationToken)
    {
        var length = 0;
        while (true)
        {
            var result = await socket.ReceiveAsync(_buffer.AsMemory(length), cancellationToken);
            length += result.Count;
            if (result.MessageType is WebSocketMessageType.Close)
            {
                return new SocketMessage(WebSocketMessageType.Close, default);
            }

            if (result.EndOfMessage)
            {
                var data = _buffer.AsMemory(0, length);
                if (result.MessageType is WebSocketMessageType.Text)
                {
                    exchange.Connection.AddText(Encoding.UTF8.GetString(data.Span));
                }
                else
                {
                    exchange.Connection.AddAudio(length);
                }

                return new SocketMessage(result.MessageType, data);
            }

            if (length == _buffer.Length)
            {
                if (length >= MaxMessage)
                {
                    await CloseAsync((int)WebSocketCloseStatus.MessageTooBig, "");
                    return new SocketMessage(WebSocketMessageType.Close, default);
                }

                Array.Resize(ref _buffer, length * 2);
            }
        }
    }

    /// <summary>Sends a text message, unless a fault has silenced or ended the connection.</summary>
    public Task SendAsync(string text) => LockedAsync(async () =>
    {
        if (_silent || _closed)
        {
            return;
        }

        if (exchange.Faults.Pace > TimeSpan.Zero)
        {
            await Task.Delay(exchange.Faults.Pace, exchange.State.Time, exchange.Ended);
        }

        await CarryOutAsync(exchange.Faults.TakeArmed(exchange.Connection.Sent));
        if (_silent || _closed)
        {
            return;
        }

        await WriteAsync(text);
        exchange.Connection.CountSent();
        await CarryOutAsync(exchange.Faults.DueAfter(exchange.Connection.Sent));
    });

    /// <summary>Closes with a code and waits a moment for the client's answer; 1005 closes without a code. Does nothing a second time.</summary>
    public Task CloseAsync(int code, string reason) => LockedAsync(() => _silent ? Task.CompletedTask : CloseNowAsync(code, reason));

    /// <summary>Reads and drops what still comes until the client has closed too; it has two seconds for that.</summary>
    public async Task DrainAsync()
    {
        while (socket.State is WebSocketState.Open or WebSocketState.CloseSent && !(await ReceiveAsync(exchange.Ended)).IsClose)
        {
        }
    }

    public void Dispose()
    {
        _abort?.Dispose();
        socket.Dispose();
        _sending.Dispose();
    }

    private async Task StrikeAtOnceAsync()
    {
        // Whoever brings the fault holds the board meanwhile.
        await Task.Yield();
        try
        {
            await LockedAsync(() => _silent || _closed ? Task.CompletedTask : CarryOutAsync(exchange.Faults.TakeArmed(exchange.Connection.Sent)));
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException or WebSocketException or ObjectDisposedException)
        {
            // The connection has ended meanwhile.
        }
    }

    private async Task LockedAsync(Func<Task> action)
    {
        await _sending.WaitAsync(exchange.Ended);
        try
        {
            await action();
        }
        finally
        {
            _sending.Release();
        }
    }

    private Task WriteAsync(string text) =>
        socket.SendAsync(new ArraySegment<byte>(Encoding.UTF8.GetBytes(text)), WebSocketMessageType.Text, endOfMessage: true, exchange.Ended);

    private async Task CarryOutAsync(Fault? due)
    {
        switch (due)
        {
            case { Kind: FaultKind.Close } fault:
                await CloseNowAsync(fault.Value, CloseReason);
                break;
            case { Kind: FaultKind.Drop }:
                _closed = true;
                await exchange.ResetAsync();
                break;
            case { Kind: FaultKind.Silence }:
                _silent = true;
                break;
            case { Kind: FaultKind.Garbage }:
                await WriteAsync("{\"type\":\"\u0000 not json");
                break;
            case { Kind: FaultKind.Error }:
                if (ErrorMessage is not null)
                {
                    await WriteAsync(ErrorMessage);
                }

                await CloseNowAsync(1011, CloseReason);
                break;
        }
    }

    private async Task CloseNowAsync(int code, string reason)
    {
        if (_closed)
        {
            return;
        }

        _closed = true;
        exchange.Connection.CloseCode = code;
        _abort = exchange.State.Time.CreateTimer(static http => ((HttpContext)http!).Abort(), exchange.Http, MaxCloseWait, Timeout.InfiniteTimeSpan);
        if (socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived))
        {
            return;
        }

        if (code is (int)WebSocketCloseStatus.Empty)
        {
            await TappedUpgrade.Of(exchange.Http).SendEmptyCloseAsync(exchange.Ended);
        }
        else
        {
            await socket.CloseOutputAsync((WebSocketCloseStatus)code, Cut(reason), exchange.Ended);
        }
    }

    private static string Cut(string reason) => reason.Length <= MaxReason ? reason : reason[..MaxReason];
}
