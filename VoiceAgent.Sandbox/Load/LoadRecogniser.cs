using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace VoiceAgent.Sandbox.Load;

/// <summary>
/// Deepgram's <c>/v1/listen</c> for load: reads who speaks from the <see cref="FrameTag"/> of each frame, times the frame, and sends the
/// words as the real one does: SpeechStarted, interims, and the final text after 300 ms of silence, with no delay of its own.
/// </summary>
internal sealed class LoadRecogniser(LoadTimes times, TimeProvider time)
{
    private const int FramesPerWord = 15;

    // The final text comes 300 ms after the speech, whatever endpointing is asked for, as it does with the others' figures.
    private const int SilenceFrames = 15;

    public async Task HandleAsync(HttpContext http)
    {
        using var socket = await http.WebSockets.AcceptWebSocketAsync();
        var session = new Session(times, time, socket, http.RequestAborted);
        await session.RunAsync();
    }

    private sealed class Session(LoadTimes times, TimeProvider time, WebSocket socket, CancellationToken cancellationToken)
    {
        private readonly byte[] _buffer = new byte[16 * 1024];
        private string[] _words = [];
        private bool _isSpeaking;
        private int _turn = -1;
        private int _spoken;
        private int _silent;
        private long _frames;
        private long _start;

        public async Task RunAsync()
        {
            var length = 0;
            while (true)
            {
                var received = await socket.ReceiveAsync(_buffer.AsMemory(length), cancellationToken);
                length += received.Count;
                if (received.MessageType is WebSocketMessageType.Close)
                {
                    await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, cancellationToken);
                    return;
                }

                if (!received.EndOfMessage)
                {
                    continue;
                }

                if (received.MessageType is WebSocketMessageType.Binary)
                {
                    await HearAsync(length, time.GetTimestamp());
                }
                else if (_buffer.AsSpan(0, length).IndexOf("CloseStream"u8) >= 0)
                {
                    await SendAsync($$"""{"type":"Metadata","request_id":"load","duration":{{_frames * 0.02}},"channels":1}""");
                    await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, cancellationToken);
                    return;
                }

                length = 0;
            }
        }

        private async ValueTask HearAsync(int length, long now)
        {
            for (var at = 0; at + FrameTag.FrameBytes <= length; at += FrameTag.FrameBytes)
            {
                _frames++;
                if (!FrameTag.TryRead(_buffer.AsSpan(at, FrameTag.FrameBytes), out var tag))
                {
                    continue;
                }

                var call = times.Call(tag.Call);
                if (call.SentAt(tag.Sequence) is > 0 and var sent)
                {
                    times.FrameLag.Add(time.GetElapsedTime(sent, now));
                }

                await (tag.IsSpeech ? SpeakAsync(tag) : HushAsync(tag, call));
            }
        }

        private async ValueTask SpeakAsync(FrameTag tag)
        {
            _silent = 0;
            if (!_isSpeaking || tag.Turn != _turn)
            {
                (_isSpeaking, _turn, _spoken, _start) = (true, tag.Turn, 0, _frames - 1);
                _words = ["This", "is", "caller", CallWord.Of(tag.Call, tag.Turn), "speaking."];
                await SendAsync($$"""{"type":"SpeechStarted","channel":[0,1],"timestamp":{{_start * 0.02}}}""");
            }

            if (++_spoken % FramesPerWord == 0)
            {
                await SendAsync(Result(Math.Min(_spoken / FramesPerWord, _words.Length - 1), isFinal: false));
            }
        }

        private async ValueTask HushAsync(FrameTag tag, CallTimes call)
        {
            if (!_isSpeaking || ++_silent < SilenceFrames)
            {
                return;
            }

            _isSpeaking = false;
            var final = Result(_words.Length, isFinal: true);
            Volatile.Write(ref call.Turn(tag.Turn).FinalSent, time.GetTimestamp());
            await SendAsync(final);
        }

        private string Result(int words, bool isFinal)
        {
            var told = _words.AsSpan(0, words);
            var list = new StringBuilder();
            for (var i = 0; i < words; i++)
            {
                var from = (_start + (i * Math.Max(1, _spoken / _words.Length))) * 0.02;
                list.Append(i > 0 ? "," : "").Append($$"""{"word":"{{told[i].TrimEnd('.').ToLowerInvariant()}}","start":{{from:0.##}},"end":{{from + 0.2:0.##}},"confidence":0.99,"punctuated_word":"{{told[i]}}"}""");
            }

            var (start, duration) = (_start * 0.02, (_frames - _start) * 0.02);
            var flag = isFinal ? "true" : "false";
            return $$"""{"type":"Results","channel_index":[0,1],"duration":{{duration:0.##}},"start":{{start:0.##}},"is_final":{{flag}},"speech_final":{{flag}},"channel":{"alternatives":[{"transcript":"{{JsonEncodedText.Encode(string.Join(' ', told!))}}","confidence":0.99,"words":[{{list}}]}]},"metadata":{"request_id":"load"},"from_finalize":false}""";
        }

        private Task SendAsync(string message) =>
            socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
    }
}
