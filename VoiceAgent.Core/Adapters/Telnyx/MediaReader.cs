using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using VoiceAgent.Core.Telephony;

namespace VoiceAgent.Core.Adapters.Telnyx;

/// <summary>Reads whole text frames of a socket into one buffer that is used again for each. One reader at a time.</summary>
internal sealed class MediaReader(WebSocket socket, int maxFrame, TelephonyMetrics metrics)
{
    private byte[] _text = new byte[1024];
    private byte[] _payload = new byte[1024];

    /// <summary>Room for a frame's decoded audio, which is always shorter than its text.</summary>
    public Span<byte> Payload => _payload;

    public ReadOnlySpan<byte> Text(int length) => _text.AsSpan(0, length);

    /// <summary>The audio decoded last; valid until the next frame is parsed.</summary>
    public ReadOnlyMemory<byte> Audio(int length) => _payload.AsMemory(0, length);

    /// <summary>
    /// Length of the next text frame, or null when the connection has ended in whatever way, or sent more than is allowed. Binary
    /// frames are passed over.
    /// </summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int?> ReadAsync(CancellationToken cancellationToken)
    {
        var length = 0;
        var passedOver = 0;
        try
        {
            while (true)
            {
                var received = await socket.ReceiveAsync(_text.AsMemory(length), cancellationToken);
                if (received.MessageType is WebSocketMessageType.Close)
                {
                    return null;
                }

                if (received.MessageType is WebSocketMessageType.Binary)
                {
                    passedOver += received.Count;
                    if (passedOver > maxFrame)
                    {
                        metrics.MediaFrameIgnored("too_long");
                        return null;
                    }

                    if (received.EndOfMessage)
                    {
                        metrics.MediaFrameIgnored("binary");
                        passedOver = 0;
                    }

                    continue;
                }

                length += received.Count;
                if (received.EndOfMessage)
                {
                    return length;
                }

                if (length == _text.Length)
                {
                    if (length >= maxFrame)
                    {
                        metrics.MediaFrameIgnored("too_long");
                        return null;
                    }

                    Array.Resize(ref _text, Math.Min(length * 2, maxFrame));
                    _payload = new byte[_text.Length];
                }
            }
        }
        catch (Exception gone) when (gone is WebSocketException or IOException or ObjectDisposedException)
        {
            return null;
        }
    }
}
