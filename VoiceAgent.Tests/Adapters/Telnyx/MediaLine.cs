using System.Diagnostics.Metrics;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core.Adapters.Telnyx;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Telephony;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Adapters.Telnyx;

/// <summary>A media stream over a real socket, with the carrier's end in the test's hands.</summary>
internal sealed class MediaLine : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ScriptedProvider _server;
    private readonly ClientWebSocket _carrier = new();
    private readonly TaskCompletionSource<MediaHandshake?> _handshake = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly byte[] _buffer = new byte[512 * 1024];

    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();

    private MediaLine(ScriptedProvider server)
    {
        _server = server;
        Ignored = new Counted("voiceagent.media.frames_ignored", Meters);
    }

    /// <summary>Frames of this line that were passed over, by reason.</summary>
    public Counted Ignored { get; }

    private IMeterFactory Meters => _meters.GetRequiredService<IMeterFactory>();

    public TelnyxMediaStream Stream { get; private set; } = null!;

    public static async Task<MediaLine> OpenAsync(string encoding = "PCMU")
    {
        MediaLine? line = null;
        var server = await ScriptedProvider.StartAsync(ProviderName.Telnyx, context => line!.AcceptAsync(context));
        line = new MediaLine(server);
        var address = server.Endpoints.For(ProviderName.Telnyx).Socket("/media");
        await line._carrier.ConnectAsync(address, CancellationToken.None);
        await line.SendAsync("""{"event":"connected","version":"1.0.0","connected":{"x-telnyx-streaming-auth-token":"opaque"}}""");
        await line.SendAsync($$$$"""{"event":"start","sequence_number":"1","stream_id":"s","start":{"call_control_id":"v3:a","media_format":{"encoding":"{{{{encoding}}}}","sample_rate":8000,"channels":1}}}""");
        var handshake = await line._handshake.Task.WaitAsync(Patience, TimeProvider.System);
        Assert.Equal(("v3:a", "opaque"), (handshake?.CallControlId, handshake?.AuthToken));
        line.Stream = (TelnyxMediaStream)handshake!.Stream!;
        return line;
    }

    public Task SendAsync(string text) => _carrier.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    public Task SendBinaryAsync(byte[] data) => _carrier.SendAsync(data, WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);

    public Task SendAudioAsync(int chunk, params byte[] audio) =>
        SendAsync($$$"""{"event":"media","media":{"track":"inbound","chunk":"{{{chunk}}}","payload":"{{{Convert.ToBase64String(audio)}}}"}}""");

    public Task CloseAsync() => _carrier.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);

    public void Abort() => _carrier.Abort();

    /// <summary>The next message that the stream sent to the carrier.</summary>
    public async Task<string> ReceiveAsync()
    {
        var length = 0;
        while (true)
        {
            var received = await _carrier.ReceiveAsync(_buffer.AsMemory(length), CancellationToken.None).AsTask().WaitAsync(Patience, TimeProvider.System);
            length += received.Count;
            if (received.EndOfMessage)
            {
                return received.MessageType is WebSocketMessageType.Text ? Encoding.UTF8.GetString(_buffer, 0, length) : $"{received.MessageType}";
            }
        }
    }

    /// <summary>Everything that arrives until the stream ends, in short.</summary>
    public async Task<List<string>> ReadToEndAsync(CancellationToken cancellationToken = default)
    {
        using var deadline = new CancellationTokenSource(Patience, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var events = new List<string>();
        await foreach (var happened in Stream.ReceiveAsync(either.Token))
        {
            events.Add(happened switch
            {
                MediaEvent.Audio audio => $"{audio.Frame.Format.Encoding} {Convert.ToHexString(audio.Frame.Data.Span)}",
                MediaEvent.Dtmf key => $"key {key.Digit}",
                MediaEvent.MarkReturned mark => $"mark {mark.Name}",
                _ => happened.GetType().Name,
            });
        }

        return events;
    }

    public async ValueTask DisposeAsync()
    {
        _over.TrySetResult();
        _carrier.Dispose();
        Ignored.Dispose();
        await _server.DisposeAsync();
        await _meters.DisposeAsync();
    }

    private async Task AcceptAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        _handshake.SetResult(await TelnyxMediaStream.AcceptAsync(socket, new TelephonyMetrics(Meters), TimeProvider.System, context.RequestAborted));
        await _over.Task;
    }
}
