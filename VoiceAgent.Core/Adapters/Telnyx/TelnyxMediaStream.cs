using System.Buffers;
using System.Buffers.Text;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text.Json;
using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Telephony;

namespace VoiceAgent.Core.Adapters.Telnyx;

/// <summary>
/// The media socket of one call. Telnyx is the client; every frame is JSON text. PCMU and PCMA at 8 kHz, 20 ms and more a frame.
/// A frame that is not in the documented form is ignored and counted; the stream goes on.
/// </summary>
internal sealed class TelnyxMediaStream : IMediaStream, IDisposable
{
    /// <summary>Largest frame accepted: 30 s of G.711 in base64 are 320,000 bytes, and Telnyx sends 20 ms.</summary>
    private const int MaxFrame = 64 * 1024;

    private static readonly TimeSpan MaxAudioPerFrame = TimeSpan.FromSeconds(30);

    /// <summary>How long the carrier may take to answer our close before the connection is cut.</summary>
    private static readonly TimeSpan CloseDeadline = TimeSpan.FromSeconds(1);

    /// <summary>How long a message that is on its way may take when the call ends; cancelling it would cut the connection before our close.</summary>
    private static readonly TimeSpan SendGrace = TimeSpan.FromMilliseconds(250);

    private readonly WebSocket _socket;
    private readonly TimeProvider _time;
    private readonly MediaReader _reader;
    private readonly TelephonyMetrics _metrics;
    private readonly ChunkOrder _order = new();
    private readonly MediaEvent.Audio _audio = new(default);

    // A socket takes one send at a time, while a clear may come from another task than the audio.
    private readonly SemaphoreSlim _sending = new(1, 1);
    private byte[] _sendBuffer = new byte[512];
    private ITimer? _cut;

    private TelnyxMediaStream(WebSocket socket, MediaReader reader, AudioFormat format, TelephonyMetrics metrics, TimeProvider time)
    {
        _socket = socket;
        _time = time;
        _reader = reader;
        _metrics = metrics;
        Format = format;
    }

    public AudioFormat Format { get; }

    public static async Task<MediaHandshake?> AcceptAsync(
        WebSocket socket, TelephonyMetrics metrics, TimeProvider time, CancellationToken cancellationToken)
    {
        var reader = new MediaReader(socket, MaxFrame, metrics);
        string? token = null;
        while (await reader.ReadAsync(cancellationToken) is { } length)
        {
            if (!TelnyxMediaMessage.TryParse(reader.Text(length), reader.Payload, out var message))
            {
                return null;
            }

            if (message.Kind is TelnyxMediaEventKind.Connected)
            {
                token = message.AuthToken;
            }
            else if (message.Kind is TelnyxMediaEventKind.Start)
            {
                return message.CallControlId is not { } call ? null
                    : FormatOf(message.Encoding, message.SampleRate) is { } format
                        ? new MediaHandshake(new TelnyxMediaStream(socket, reader, format, metrics, time), call, token)
                        : new MediaHandshake(null, call, token) { RefusedFormat = Describe(message.Encoding, message.SampleRate) };
            }
            else if (message.Kind is not TelnyxMediaEventKind.Unknown)
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>Cancelling closes the stream in good order: a socket whose receiving is cancelled could not be closed any more.</summary>
    public async IAsyncEnumerable<MediaEvent> ReceiveAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var ending = cancellationToken.UnsafeRegister(static stream => _ = ((TelnyxMediaStream)stream!).CloseAsync(), this);
        while (await _reader.ReadAsync(CancellationToken.None) is { } length)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                // On its way before the carrier had our close.
                continue;
            }

            if (Read(length) is { } read)
            {
                yield return read;
                if (read is MediaEvent.Stopped)
                {
                    yield break;
                }
            }

            while (_order.TryTake(Format, out var waiting))
            {
                _audio.Frame = waiting;
                yield return _audio;
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask SendAudioAsync(ReadOnlyMemory<byte> audio, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Format.DurationOf(audio.Length), MaxAudioPerFrame, nameof(audio));
        await _sending.WaitAsync(cancellationToken);
        try
        {
            await SendAsync(WriteMedia(audio.Span), cancellationToken);
        }
        finally
        {
            _sending.Release();
        }
    }

    public async ValueTask SendMarkAsync(string name, CancellationToken cancellationToken)
    {
        var text = $$$"""{"event":"mark","mark":{"name":"{{{JsonEncodedText.Encode(name)}}}"}}""";
        await SendTextAsync(System.Text.Encoding.UTF8.GetBytes(text), cancellationToken);
    }

    public ValueTask ClearAsync(CancellationToken cancellationToken) =>
        SendTextAsync("""{"event":"clear"}"""u8.ToArray(), cancellationToken);

    public void Dispose()
    {
        _cut?.Dispose();
        _sending.Dispose();
    }

    private static AudioFormat? FormatOf(string? encoding, int sampleRate) => (encoding?.ToUpperInvariant(), sampleRate) switch
    {
        ("PCMU", 8000 or 0) => AudioFormat.Pcmu,
        ("PCMA", 8000 or 0) => AudioFormat.Pcma,
        _ => null,
    };

    // What was sent is shown to the owner: a name of letters and digits, or none.
    private static string Describe(string? encoding, int sampleRate)
    {
        var name = encoding is { Length: > 0 and <= 12 } && encoding.All(character => char.IsAsciiLetterOrDigit(character) || character is '-') ? encoding : "an unknown codec";
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name}, {sampleRate} Hz");
    }

    private async Task CloseAsync()
    {
        // A carrier that does not answer is cut off; that also ends a send which it does not take.
        _cut = _time.CreateTimer(static socket => ((WebSocket)socket!).Abort(), _socket, CloseDeadline, Timeout.InfiniteTimeSpan);
        try
        {
            await _sending.WaitAsync();
            try
            {
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, CancellationToken.None);
            }
            finally
            {
                _sending.Release();
            }
        }
        catch (Exception gone) when (gone is WebSocketException or IOException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            // The connection has ended in another way.
        }
    }

    private MediaEvent? Read(int length)
    {
        if (!TelnyxMediaMessage.TryParse(_reader.Text(length), _reader.Payload, out var message))
        {
            _metrics.MediaFrameIgnored("malformed");
            return null;
        }

        switch (message.Kind)
        {
            case TelnyxMediaEventKind.Media when message is { IsInbound: true, PayloadLength: > 0 }:
                var audio = _reader.Audio(message.PayloadLength);
                if (!_order.Accept(message.Chunk, audio.Span))
                {
                    return null;
                }

                _audio.Frame = new AudioFrame(audio, Format);
                return _audio;
            case TelnyxMediaEventKind.Media when message.IsInbound:
                _metrics.MediaFrameIgnored("payload");
                return null;
            case TelnyxMediaEventKind.Dtmf when message.Digit is (>= '0' and <= '9') or '*' or '#' or (>= 'A' and <= 'D'):
                return new MediaEvent.Dtmf(message.Digit, Math.Max(0, message.Sequence));
            case TelnyxMediaEventKind.Mark when message.MarkName is { } mark:
                return new MediaEvent.MarkReturned(mark);
            case TelnyxMediaEventKind.Stop:
                return new MediaEvent.Stopped();
            case TelnyxMediaEventKind.Error:
                _metrics.MediaFrameIgnored("carrier_error");
                return null;
            default:
                return null;
        }
    }

    private ReadOnlyMemory<byte> WriteMedia(ReadOnlySpan<byte> audio)
    {
        var prefix = """{"event":"media","media":{"payload":" """u8[..^1];
        var suffix = "\"}}"u8;
        var needed = prefix.Length + Base64.GetMaxEncodedToUtf8Length(audio.Length) + suffix.Length;
        if (_sendBuffer.Length < needed)
        {
            _sendBuffer = new byte[needed];
        }

        prefix.CopyTo(_sendBuffer);
        var status = Base64.EncodeToUtf8(audio, _sendBuffer.AsSpan(prefix.Length), out _, out var written);
        System.Diagnostics.Debug.Assert(status is OperationStatus.Done, "The buffer was made large enough.");
        suffix.CopyTo(_sendBuffer.AsSpan(prefix.Length + written));
        return _sendBuffer.AsMemory(0, prefix.Length + written + suffix.Length);
    }

    private async ValueTask SendTextAsync(ReadOnlyMemory<byte> text, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken);
        try
        {
            await SendAsync(text, cancellationToken);
        }
        finally
        {
            _sending.Release();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask SendAsync(ReadOnlyMemory<byte> text, CancellationToken cancellationToken)
    {
        try
        {
            if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await _socket.SendWholeAsync(text, WebSocketMessageType.Text, SendGrace, _time, cancellationToken);
            }
        }
        catch (Exception gone) when (gone is WebSocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The receiving side ends the call: what is sent into a closed line is heard by nobody.
        }
    }
}
