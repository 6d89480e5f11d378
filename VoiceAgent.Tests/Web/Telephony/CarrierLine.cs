using System.Net.WebSockets;
using System.Text;

namespace VoiceAgent.Tests.Web.Telephony;

/// <summary>The carrier's end of a media socket, frame by frame.</summary>
internal sealed class CarrierLine : IDisposable
{
    private static readonly TimeSpan FrameLength = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[512 * 1024];
    private int _chunk;

    public static async Task<CarrierLine> OpenAsync(Uri address, string call, string encoding = "PCMU", int rate = 8000)
    {
        var line = new CarrierLine();
        await line._socket.ConnectAsync(address, CancellationToken.None);
        await line.SendAsync("""{"event":"connected","version":"1.0.0"}""");
        await line.SendAsync($$$$"""{"event":"start","stream_id":"s","start":{"call_control_id":"{{{{call}}}}","media_format":{"encoding":"{{{{encoding}}}}","sample_rate":{{{{rate}}}},"channels":1}}}""");
        return line;
    }

    public Task SendAsync(string text) => _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    public Task SendBinaryAsync(byte[] data) => _socket.SendAsync(data, WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);

    /// <summary>Sends audio at the pace it is spoken, followed by silence of a length.</summary>
    public async Task SpeakAsync(IEnumerable<byte[]> frames, TimeSpan silence)
    {
        using var pace = new PeriodicTimer(FrameLength, TimeProvider.System);
        var quiet = Enumerable.Repeat(Enumerable.Repeat((byte)0xFF, 160).ToArray(), (int)(silence / FrameLength));
        foreach (var frame in frames.Concat(quiet))
        {
            await SendAsync($$$"""{"event":"media","media":{"track":"inbound","chunk":"{{{++_chunk}}}","payload":"{{{Convert.ToBase64String(frame)}}}"}}""");
            await pace.WaitForNextTickAsync();
        }
    }

    /// <summary>Reads until the agent speaks.</summary>
    public async Task HearAsync()
    {
        while (await ReceiveAsync() is { } message)
        {
            if (message.StartsWith("""{"event":"media" """.TrimEnd(), StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Fail("The application closed the stream.");
    }

    /// <summary>Reads until the application closes the socket.</summary>
    public async Task ClosedAsync()
    {
        while (await ReceiveAsync() is not null)
        {
        }
    }

    public void Abort() => _socket.Abort();

    public void Dispose() => _socket.Dispose();

    private async Task<string?> ReceiveAsync()
    {
        var received = await _socket.ReceiveAsync(_buffer, CancellationToken.None).WaitAsync(Patience, TimeProvider.System);
        return received.MessageType is WebSocketMessageType.Close ? null : Encoding.UTF8.GetString(_buffer, 0, received.Count);
    }
}
