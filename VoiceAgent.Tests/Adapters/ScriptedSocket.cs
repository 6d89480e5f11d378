using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace VoiceAgent.Tests.Adapters;

/// <summary>The server's end of a socket, for a test that plays the provider.</summary>
internal sealed class ScriptedSocket(WebSocket socket, CancellationToken gone)
{
    private readonly byte[] _buffer = new byte[64 * 1024];

    /// <summary>Accepts the upgrade and plays the script; ends the connection without a close frame when the script has ended.</summary>
    public static RequestDelegate Play(Func<ScriptedSocket, Task> script) => async context =>
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        await script(new ScriptedSocket(socket, context.RequestAborted));
    };

    /// <summary>The next message: its text, "binary:" and its bytes in hexadecimal, or "close:" and the code.</summary>
    public async Task<string> ReceiveAsync()
    {
        // Without the token, which would take what has come already from a client that has gone.
        var result = await socket.ReceiveAsync(_buffer, CancellationToken.None);
        Assert.True(result.EndOfMessage);
        return result.MessageType switch
        {
            WebSocketMessageType.Close => $"close:{(int?)result.CloseStatus}",
            WebSocketMessageType.Binary => "binary:" + Convert.ToHexString(_buffer, 0, result.Count),
            _ => Encoding.UTF8.GetString(_buffer, 0, result.Count),
        };
    }

    /// <summary>Every message until the expected one, which comes last.</summary>
    public async Task<List<string>> ReceiveUntilAsync(string last)
    {
        var messages = new List<string>();
        do
        {
            messages.Add(await ReceiveAsync());
        }
        while (messages[^1] != last);

        return messages;
    }

    public Task SendAsync(string text) => socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, gone);

    public Task SendBinaryAsync(byte[] data) => socket.SendAsync(data, WebSocketMessageType.Binary, endOfMessage: true, gone);

    public Task CloseAsync(int code, string reason = "") => socket.CloseOutputAsync((WebSocketCloseStatus)code, reason, gone);

    /// <summary>Says nothing until the client goes.</summary>
    public Task SilenceAsync() => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, gone);
}
