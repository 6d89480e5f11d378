using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using VoiceAgent.Core.Audio;
using VoiceAgent.Sandbox.Exchanges;

namespace VoiceAgent.Sandbox.Load;

/// <summary>
/// ElevenLabs' <c>stream-input</c> and <c>multi-stream-input</c> for load: every text becomes a tone as long as the text would take to say,
/// in messages of 200 ms with the times of its letters, all of it at once.
/// </summary>
internal sealed class LoadVoice(LoadTimes times, TimeProvider time)
{
    private const int MsPerLetter = 60;
    private const int MsPerPiece = 200;

    private static readonly string Piece = Tone();

    public async Task HandleAsync(HttpContext http, bool isMulti)
    {
        using var socket = await http.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[16 * 1024];
        var length = 0;
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(length), http.RequestAborted);
            length += received.Count;
            if (received.MessageType is WebSocketMessageType.Close)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, http.RequestAborted);
                return;
            }

            if (!received.EndOfMessage)
            {
                continue;
            }

            var at = time.GetTimestamp();
            using var message = JsonDocument.Parse(buffer.AsMemory(0, length));
            length = 0;
            if (await TakeAsync(socket, message.RootElement, isMulti, at, http.RequestAborted))
            {
                return;
            }
        }
    }

    // True when the socket has ended.
    private async Task<bool> TakeAsync(WebSocket socket, JsonElement message, bool isMulti, long at, CancellationToken cancellationToken)
    {
        var context = message.Text("context_id");
        if (message.Text("text") is { } text && !string.IsNullOrWhiteSpace(text))
        {
            await SpeakAsync(socket, text, context, at, cancellationToken);
        }

        var isOver = isMulti ? message.Flag("close_context") : message.Text("text") is "";
        if (isOver)
        {
            await SendAsync(socket, $$"""{"audio":null,"isFinal":true,"normalizedAlignment":null,"alignment":null{{Context(context)}}}""", cancellationToken);
        }

        if ((isOver && !isMulti) || message.Flag("close_socket"))
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, cancellationToken);
            return true;
        }

        return false;
    }

    private async Task SpeakAsync(WebSocket socket, string text, string? context, long at, CancellationToken cancellationToken)
    {
        var turn = CallWord.TryFindLast(text, out var call, out var number) ? times.Call(call).Turn(number) : null;
        if (turn is { TextReceived: 0 })
        {
            Volatile.Write(ref turn.TextReceived, at);
        }

        var alignment = Alignment(text);
        var pieces = Math.Max(1, text.Length * MsPerLetter / MsPerPiece);
        for (var piece = 0; piece < pieces; piece++)
        {
            var shown = piece == 0 ? alignment : "null";
            var message = Encoding.UTF8.GetBytes($$"""{"audio":"{{Piece}}","isFinal":null,"normalizedAlignment":{{shown}},"alignment":{{shown}}{{Context(context)}}}""");
            if (piece == 0 && turn is { AudioSent: 0 })
            {
                Volatile.Write(ref turn.AudioSent, time.GetTimestamp());
            }

            await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        }
    }

    private static string Context(string? id) => id is null ? string.Empty : $",\"contextId\":\"{JsonEncodedText.Encode(id)}\"";

    private static string Alignment(string text)
    {
        var starts = string.Join(',', Enumerable.Range(0, text.Length).Select(place => place * MsPerLetter));
        var durations = string.Join(',', Enumerable.Repeat(MsPerLetter, text.Length));
        var letters = string.Join(',', text.Select(letter => $"\"{JsonEncodedText.Encode(letter.ToString())}\""));
        return $$"""{"charStartTimesMs":[{{starts}}],"charDurationsMs":[{{durations}}],"chars":[{{letters}}]}""";
    }

    private static Task SendAsync(WebSocket socket, string message, CancellationToken cancellationToken) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);

    private static string Tone()
    {
        var bytes = new byte[8 * MsPerPiece];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = G711.EncodeMulaw((short)(8000 * Math.Sin(2 * Math.PI * 250 * i / 8000)));
        }

        return Convert.ToBase64String(bytes);
    }
}
