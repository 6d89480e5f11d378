using System.Buffers;
using System.Net.WebSockets;
using System.Threading.Channels;
using VoiceAgent.Core.Audio;
using VoiceAgent.Sandbox.Faults;
using VoiceAgent.Sandbox.Telnyx.Webhooks;

namespace VoiceAgent.Sandbox.Telnyx;

/// <summary>
/// The media socket of a call, opened by the carrier towards the app. One task sends, one receives; the media clock hands it
/// 20 ms of caller audio at a time and takes the app's audio out of <see cref="Playout"/>.
/// </summary>
internal sealed class MediaStream
{
    /// <summary>30 s of G.711 as base64, with room for the frame around it.</summary>
    private const int MaxMessageBytes = 1_000_000;

    /// <summary>Frames that may wait for an app that does not read: a minute.</summary>
    private const int MaxWaiting = 3000;

    private const int LongestPayload = 30 * 8000;
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    private readonly TelnyxCall _call;
    private readonly WebhookSender _webhooks;
    private readonly ConnectionFaults _faults;
    private readonly TimeProvider _time;
    private readonly Channel<Outgoing> _outgoing = Channel.CreateBounded<Outgoing>(
        new BoundedChannelOptions(MaxWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private volatile bool _open;
    private volatile bool _stopped;

    public MediaStream(TelnyxCall call, StreamRequest request, WebhookSender webhooks, ConnectionFaults faults, TimeProvider time)
    {
        _call = call;
        _faults = faults;
        _webhooks = webhooks;
        _time = time;
        Request = request;
        Format = request.Codec ?? call.LegFormat;
        Playout = new PlayoutBuffer(request.BidirectionalCodec.SilenceByte);
    }

    public string Id { get; } = Guid.CreateVersion7().ToString();

    public StreamRequest Request { get; }

    /// <summary>Codec towards the app.</summary>
    public AudioFormat Format { get; }

    public PlayoutBuffer Playout { get; }

    /// <summary>Whether the start frame is on its way and the socket has not ended.</summary>
    public bool IsOpen => _open;

    /// <summary>Sends 20 ms; dropped while the socket is not open. The bytes are kept until they are sent.</summary>
    public void SendMedia(byte[] payload, bool outbound) => Post(new Outgoing(OutgoingKind.Media, Payload: payload, Outbound: outbound));

    public void SendDtmf(char digit) => Post(new Outgoing(OutgoingKind.Dtmf, Text: digit.ToString()));

    public void ReturnMark(string name) => Post(new Outgoing(OutgoingKind.Mark, Text: name));

    /// <summary>Sends the stop frame and closes; returns at once.</summary>
    public void Stop()
    {
        _stopped = true;
        _outgoing.Writer.TryWrite(new Outgoing(OutgoingKind.Stop));
        _outgoing.Writer.TryComplete();
    }

    /// <summary>Connects and carries audio until the stream is stopped or the app goes away; tells the app by webhook.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var socket = new ClientWebSocket();
        var connected = await TryConnectAsync(socket, cancellationToken);
        var endedWell = connected && await CarryAsync(socket, cancellationToken);
        _open = false;
        _call.StreamEnded(this);
        if (endedWell)
        {
            _webhooks.Send(_call, "streaming.stopped", TelnyxEvents.Streaming(_call, Request));
        }
        else
        {
            _webhooks.Send(_call, "streaming.failed", TelnyxEvents.StreamingFailed(_call, Request, Id));
        }
    }

    private async Task<bool> TryConnectAsync(ClientWebSocket socket, CancellationToken cancellationToken)
    {
        socket.Options.Proxy = null;
        if (Request.AuthToken is { } token)
        {
            socket.Options.SetRequestHeader("x-telnyx-streaming-auth-token", token);
        }

        using var deadline = new CancellationTokenSource(ConnectTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            await socket.ConnectAsync(Request.Url, either.Token);
            return true;
        }
        catch (WebSocketException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    // Whichever direction ends first ends the other; true when the stream was stopped or closed in good order.
    private async Task<bool> CarryAsync(ClientWebSocket socket, CancellationToken cancellationToken)
    {
        _webhooks.Send(_call, "streaming.started", TelnyxEvents.Streaming(_call, Request));
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var receiving = ReceiveAsync(socket, ending.Token);
        var sending = SendAsync(socket, ending.Token);
        await Task.WhenAny(receiving, sending);
        _open = false;
        _outgoing.Writer.TryComplete();
        using var late = _time.CreateTimer(_ => ending.Cancel(), state: null, CloseTimeout, Timeout.InfiniteTimeSpan);
        var sentAll = await sending;
        if (!sentAll)
        {
            socket.Abort();
        }

        return await receiving || _stopped;
    }

    private async Task<bool> SendAsync(ClientWebSocket socket, CancellationToken cancellationToken)
    {
        using var frames = new MediaFrames(Id);
        try
        {
            await SendTextAsync(socket, frames.Connected(Request.AuthToken), cancellationToken);

            // Before it is sent: the app may answer it at once, and what is said to that waits for it.
            _open = !_stopped;
            await SendTextAsync(socket, frames.Start(_call, Request, TelnyxCall.CodecName(Format)), cancellationToken);
            for (var sent = 0; await _outgoing.Reader.WaitToReadAsync(cancellationToken);)
            {
                while (_outgoing.Reader.TryRead(out var next))
                {
                    if (_faults.DueAfter(sent) is { } fault && !await GoesOnAsync(fault, socket, frames, cancellationToken))
                    {
                        return false;
                    }

                    await SendTextAsync(socket, Write(frames, next), cancellationToken);
                    sent++;
                }
            }

            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, cancellationToken);
            return true;
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            return false;
        }
    }

    // Plays a fault script; false when the stream has ended with it.
    private async Task<bool> GoesOnAsync(Fault fault, ClientWebSocket socket, MediaFrames frames, CancellationToken cancellationToken)
    {
        switch (fault.Kind)
        {
            case FaultKind.Garbage:
                await SendTextAsync(socket, "{\"event\":"u8.ToArray(), cancellationToken);
                return true;
            case FaultKind.Error:
                await SendTextAsync(socket, frames.Error(new MediaError(100002, "unknown_error", "Injected fault.")), cancellationToken);
                return true;
            case FaultKind.Silence:
                _open = false;
                await _call.Ended.WaitAsync(cancellationToken);
                return false;
            case FaultKind.Close:
                await socket.CloseOutputAsync((WebSocketCloseStatus)fault.Value, statusDescription: null, cancellationToken);
                return false;
            default:
                return false;
        }
    }

    private static ValueTask SendTextAsync(ClientWebSocket socket, ReadOnlyMemory<byte> text, CancellationToken cancellationToken) =>
        socket.SendAsync(text, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);

    private ReadOnlyMemory<byte> Write(MediaFrames frames, Outgoing next) => next.Kind switch
    {
        OutgoingKind.Media => frames.Media(next.Payload, next.Outbound),
        OutgoingKind.Dtmf => frames.Dtmf(next.Text![0], _time.GetUtcNow()),
        OutgoingKind.Mark => frames.Mark(next.Text!),
        OutgoingKind.Error => frames.Error(next.Error!),
        _ => frames.Stop(_call),
    };

    // True when the app closed the socket in good order.
    private async Task<bool> ReceiveAsync(ClientWebSocket socket, CancellationToken cancellationToken)
    {
        var message = new ArrayBufferWriter<byte>(4096);
        try
        {
            while (true)
            {
                var received = await socket.ReceiveAsync(message.GetMemory(4096), cancellationToken);
                if (received.MessageType is WebSocketMessageType.Close)
                {
                    return true;
                }

                message.Advance(received.Count);
                if (message.WrittenCount > MaxMessageBytes)
                {
                    return false;
                }

                if (received.EndOfMessage)
                {
                    Handle(received.MessageType is WebSocketMessageType.Text
                        ? MediaCommand.Read(message.WrittenMemory)
                        : new MediaCommand.Refused(MediaError.MalformedFrame("Frames are text.")));
                    message.ResetWrittenCount();
                }
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            return false;
        }
    }

    private void Handle(MediaCommand command)
    {
        switch (command)
        {
            case MediaCommand.Media media:
                Play(media.Audio);
                break;
            case MediaCommand.Mark mark when Playout.EnqueueMark(mark.Name):
                ReturnMark(mark.Name);
                break;
            case MediaCommand.Clear:
                foreach (var name in Playout.Clear())
                {
                    ReturnMark(name);
                }

                break;
            case MediaCommand.Refused refused:
                Refuse(refused.Error);
                break;
        }
    }

    // In the default mode, mp3, a frame of raw audio is dropped without a word.
    private void Play(byte[] audio)
    {
        if (!Request.PlaysRtp)
        {
            return;
        }

        if (audio.Length is < PlayoutBuffer.FrameBytes or > LongestPayload)
        {
            Refuse(MediaError.InvalidMedia("A payload is 20 ms to 30 s of audio."));
        }
        else if (!Playout.TryEnqueue(audio))
        {
            Refuse(MediaError.RateLimitReached("Too much audio is waiting to be played."));
        }
    }

    private void Refuse(MediaError error) => Post(new Outgoing(OutgoingKind.Error, Error: error));

    private void Post(Outgoing next)
    {
        // An app that has not read for a minute has lost the stream.
        if (_open && !_outgoing.Writer.TryWrite(next))
        {
            _outgoing.Writer.TryComplete();
        }
    }

    private enum OutgoingKind
    {
        Media,
        Dtmf,
        Mark,
        Error,
        Stop,
    }

    private readonly record struct Outgoing(
        OutgoingKind Kind, byte[]? Payload = null, bool Outbound = false, string? Text = null, MediaError? Error = null);
}
