using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using VoiceAgent.Sandbox;

namespace VoiceAgent.Tests.Sandbox;

/// <summary>A plain WebSocket client for the simulators: whole text messages as JSON, and how the socket ended.</summary>
internal sealed class SandboxSocketClient : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[1 << 20];

    public int? CloseCode => (int?)_socket.CloseStatus;

    public string? CloseReason => _socket.CloseStatusDescription;

    public string? SubProtocol => _socket.SubProtocol;

    public static async Task<SandboxSocketClient> ConnectAsync(SandboxServer server, string slug, string pathAndQuery, Action<ClientWebSocketOptions>? configure = null)
    {
        var client = new SandboxSocketClient();
        configure?.Invoke(client._socket.Options);
        await client._socket.ConnectAsync(new Uri($"ws://{server.Address.Authority}/{slug}{pathAndQuery}"), TestContext.Current.CancellationToken);
        return client;
    }

    public Task SendAsync(string text) => _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, Timeout().Token);

    public Task SendAsync(byte[] audio) => _socket.SendAsync(audio, WebSocketMessageType.Binary, true, Timeout().Token);

    /// <summary>The next text message, or null when the socket has ended.</summary>
    public async Task<string?> NextTextAsync()
    {
        using var timeout = Timeout();
        var length = 0;
        while (true)
        {
            ValueWebSocketReceiveResult result;
            try
            {
                result = await _socket.ReceiveAsync(_buffer.AsMemory(length), timeout.Token);
            }
            catch (WebSocketException)
            {
                return null;
            }

            if (result.MessageType is WebSocketMessageType.Close)
            {
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, timeout.Token);
                return null;
            }

            length += result.Count;
            if (result.EndOfMessage)
            {
                return Encoding.UTF8.GetString(_buffer, 0, length);
            }
        }
    }

    public async Task<JsonElement?> NextAsync() => await NextTextAsync() is { } text ? JsonSerializer.Deserialize<JsonElement>(text) : null;

    /// <summary>All messages until the socket ends.</summary>
    public async Task<List<JsonElement>> RestAsync()
    {
        var messages = new List<JsonElement>();
        while (await NextAsync() is { } message)
        {
            messages.Add(message);
        }

        return messages;
    }

    public void Dispose() => _socket.Dispose();

    private static CancellationTokenSource Timeout()
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        source.CancelAfter(TimeSpan.FromSeconds(15));
        return source;
    }
}
