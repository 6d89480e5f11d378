using System.Runtime.CompilerServices;
using VoiceAgent.Core.Adapters.Http;
using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Common;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Adapters.Deepgram;

/// <summary>Listens through Deepgram's streaming socket, one for each transcription. Audio goes out as it comes, in its own codec.</summary>
internal sealed class DeepgramSpeechToText(KeyLease key, ProviderEndpoints endpoints, ProviderTransport transport, TimeProvider time) : ISpeechToText
{
    public async IAsyncEnumerable<SpeechEvent> TranscribeAsync(
        IAsyncEnumerable<AudioFrame> audio,
        SpeechToTextOptions options,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var socket = new ProviderSocket(ProviderName.Deepgram, time);
        await socket.ConnectAsync(Upgrade(options), transport, cancellationToken);

        var outgoing = new OutgoingAudio(socket, time);
        var transcript = new DeepgramTranscript();
        await using var scope = new TaskScope(cancellationToken);
        scope.Start("send audio", token => outgoing.SendAsync(audio, token));
        scope.Start("keep alive", outgoing.KeepAliveAsync);
        while (await socket.ReceiveAsync(scope.CancellationToken) is { } text)
        {
            if (transcript.Apply(DeepgramProtocol.Parse(text.Span)) is { } speech)
            {
                yield return speech;
            }
        }

        if (!outgoing.HasEnded || !socket.Close.IsNormal)
        {
            throw DeepgramProtocol.Closed(socket.Close);
        }
    }

    private SocketRequest Upgrade(SpeechToTextOptions options) => new()
    {
        Address = endpoints.For(key).Socket(DeepgramProtocol.ListenPath(options)),
        Authorize = headers => KeyHeader.Scheme("Token").Put(headers, key),
        Refused = DeepgramProtocol.Refused,
    };

    private sealed class OutgoingAudio(ProviderSocket socket, TimeProvider time)
    {
        private long _lastSent = time.GetTimestamp();
        private bool _hasEnded;

        /// <summary>Whether the server has been told that no more audio comes.</summary>
        public bool HasEnded => Volatile.Read(ref _hasEnded);

        public async Task SendAsync(IAsyncEnumerable<AudioFrame> audio, CancellationToken cancellationToken)
        {
            await foreach (var frame in audio.WithCancellation(cancellationToken))
            {
                if (!frame.Data.IsEmpty)
                {
                    Volatile.Write(ref _lastSent, time.GetTimestamp());
                    await socket.SendBinaryAsync(frame.Data, cancellationToken);
                }
            }

            Volatile.Write(ref _hasEnded, true);
            await socket.SendTextAsync(DeepgramProtocol.CloseStream, cancellationToken);
            await Task.Delay(DeepgramProtocol.SettleTimeout, time, cancellationToken);
            throw new ProviderException(ProviderName.Deepgram, ProviderErrorKind.Timeout);
        }

        public async Task KeepAliveAsync(CancellationToken cancellationToken)
        {
            while (!HasEnded)
            {
                var idle = time.GetElapsedTime(Volatile.Read(ref _lastSent));
                if (idle >= DeepgramProtocol.KeepAliveAfter)
                {
                    Volatile.Write(ref _lastSent, time.GetTimestamp());
                    await socket.SendTextAsync(DeepgramProtocol.KeepAlive, cancellationToken);
                    idle = TimeSpan.Zero;
                }

                await Task.Delay(DeepgramProtocol.KeepAliveAfter - idle, time, cancellationToken);
            }
        }
    }
}
