using System.Buffers.Text;
using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using VoiceAgent.Sandbox.Load.Callers;

namespace VoiceAgent.Benchmarks.Relay;

/// <summary>What calls use: Kestrel with the server's settings, the runtime's WebSockets, the carrier's text with base64 one way and plain audio the other. Text is searched, not parsed.</summary>
internal sealed class WebSocketWire : IRelayWire
{
    public Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> Writer(int call)
    {
        var text = new MediaText($"5f3c1d2e-0000-4000-8000-{call:D12}");
        return audio => text.Media(audio.Span);
    }

    public ReadOnlyMemory<byte> Read(ReadOnlyMemory<byte> message, byte[] buffer)
    {
        var text = message.Span;
        var from = text.IndexOf("\"payload\":\""u8) + "\"payload\":\""u8.Length;
        var payload = text[from..];
        Base64.DecodeFromUtf8(payload[..payload.IndexOf((byte)'"')], buffer, out _, out var written);
        return buffer.AsMemory(0, written);
    }

    public async Task<IRelayListener> ListenAsync(Func<IRelayConnection, Task> handleAsync)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost
            .UseKestrelCore()
            .UseSockets(sockets =>
            {
                sockets.UnsafePreferInlineScheduling = true;
                sockets.WaitForDataBeforeAllocatingBuffer = false;
            })
            .ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.UseWebSockets();
        app.Run(async context =>
        {
            using var connection = new Connection(await context.WebSockets.AcceptWebSocketAsync(), WebSocketMessageType.Binary);
            await handleAsync(connection);
        });
        await app.StartAsync();
        return new Listener(app);
    }

    public async Task<IRelayConnection> ConnectAsync(Uri address, bool sendsText)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(address) { Scheme = Uri.UriSchemeWs }.Uri, CancellationToken.None);
        return new Connection(socket, sendsText ? WebSocketMessageType.Text : WebSocketMessageType.Binary);
    }

    private sealed class Listener(WebApplication app) : IRelayListener
    {
        public Uri Address { get; } = new(app.Urls.First());

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }

    private sealed class Connection(WebSocket socket, WebSocketMessageType type) : IRelayConnection
    {
        public ValueTask SendAsync(ReadOnlyMemory<byte> message) => socket.SendAsync(message, type, endOfMessage: true, CancellationToken.None);

        public async ValueTask<int> ReceiveAsync(byte[] buffer)
        {
            for (var length = 0; ;)
            {
                var read = await socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                length += read.Count;
                if (read.EndOfMessage)
                {
                    return read.MessageType is WebSocketMessageType.Close ? 0 : length;
                }
            }
        }

        public void Dispose() => socket.Dispose();
    }
}
