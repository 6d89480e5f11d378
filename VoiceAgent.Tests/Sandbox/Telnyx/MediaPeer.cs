using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace VoiceAgent.Tests.Sandbox.Telnyx;

/// <summary>The app's end of a media socket.</summary>
internal sealed class MediaPeer(WebSocket socket, string token)
{
    /// <summary>The token header of the upgrade.</summary>
    public string Token { get; } = token;

    /// <summary>Every frame that came.</summary>
    public Observed<JsonElement> Frames { get; } = new();

    /// <summary>Completed when the carrier has closed the socket.</summary>
    public Task Closed => _closed.Task;

    /// <summary>Whether the close was in good order.</summary>
    public bool ClosedWell { get; private set; }

    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _sending = new(1);

    public static string Event(JsonElement frame) => frame.GetProperty("event").GetString()!;

    public Task<JsonElement> FrameAsync(string name) => Frames.WaitAsync(frame => Event(frame) == name);

    public Task SendMediaAsync(byte[] audio) =>
        SendAsync($$$"""{"event":"media","media":{"payload":"{{{Convert.ToBase64String(audio)}}}"}}""");

    public Task SendMarkAsync(string name) => SendAsync($$$"""{"event":"mark","mark":{"name":"{{{name}}}"}}""");

    public Task SendClearAsync() => SendAsync("""{"event":"clear"}""");

    public async Task SendAsync(string text)
    {
        await _sending.WaitAsync();
        try
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }
    }

    public Task CloseAsync() => socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);

    public void Abort() => socket.Abort();

    public async Task ReceiveAsync()
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (true)
            {
                var received = await socket.ReceiveAsync(buffer, CancellationToken.None);
                if (received.MessageType is WebSocketMessageType.Close)
                {
                    ClosedWell = true;
                    await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
                    return;
                }

                using var document = JsonDocument.Parse(buffer.AsMemory(0, received.Count));
                Frames.Add(document.RootElement.Clone());
            }
        }
        catch (WebSocketException)
        {
            // The carrier, or the test, broke the socket off.
        }
        finally
        {
            _closed.TrySetResult();
        }
    }
}
